using EmotionGrpc.Detection.Tracking;

namespace EmotionGrpc.Detection.Tests.Tracking;

public sealed class AssignmentTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    [InlineData(3, 6)]
    [InlineData(6, 3)]
    [InlineData(6, 6)]
    public void Solve_RandomCosts_IsAsGoodAsTryingAll(int rows, int columns)
    {
        var random = new Random(rows * 31 + columns);
        for (var repeat = 0; repeat < 50; repeat++)
        {
            var costs = new double[rows, columns];
            for (var r = 0; r < rows; r++)
            {
                for (var c = 0; c < columns; c++)
                    costs[r, c] = Math.Round(random.NextDouble() * 10) - 5;
            }

            var assigned = Assignment.Solve(costs);

            var pairs = Enumerable.Range(0, rows).Where(r => assigned[r] >= 0).ToList();
            Assert.Equal(Math.Min(rows, columns), pairs.Count);
            Assert.Equal(pairs.Count, pairs.Select(r => assigned[r]).Distinct().Count());
            Assert.Equal(Least(costs, 0, 0, Math.Max(0, rows - columns)), pairs.Sum(r => costs[r, assigned[r]]), 9);
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void Solve_OneSideEmpty_AssignsNothing(int rows, int columns) =>
        Assert.All(Assignment.Solve(new double[rows, columns]), c => Assert.Equal(-1, c));

    private static double Least(double[,] costs, int row, int taken, int mayRest)
    {
        if (row == costs.GetLength(0))
            return 0;
        var least = mayRest > 0 ? Least(costs, row + 1, taken, mayRest - 1) : double.PositiveInfinity;
        for (var c = 0; c < costs.GetLength(1); c++)
        {
            if ((taken & (1 << c)) == 0)
                least = Math.Min(least, costs[row, c] + Least(costs, row + 1, taken | (1 << c), mayRest));
        }

        return least;
    }
}
