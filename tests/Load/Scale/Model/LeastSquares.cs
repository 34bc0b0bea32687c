namespace EmotionGrpc.Load.Scale.Model;

/// <summary>Linear least squares with terms that cannot be negative: nothing takes less than no time.</summary>
internal static class LeastSquares
{
    private const double Negligible = 1e-9;

    /// <summary>Fits relative errors: a point counts as much as any other, however long its frames take.</summary>
    /// <param name="rows">The terms' values at each point.</param>
    /// <param name="values">What was measured there; above 0.</param>
    /// <returns>A coefficient for each term; 0 where the points do not tell of it or would have it below 0.</returns>
    public static double[] FitRelative(IReadOnlyList<double[]> rows, IReadOnlyList<double> values)
    {
        double[][] scaled = [.. rows.Select((row, i) => row.Select(x => x / values[i]).ToArray())];
        var used = Enumerable.Range(0, rows[0].Length).ToList();
        while (true)
        {
            var solution = Solve(scaled, used);
            var least = solution.Length == 0 ? 0 : solution.Min();
            if (least >= 0)
            {
                var all = new double[rows[0].Length];
                for (var i = 0; i < used.Count; i++)
                    all[used[i]] = solution[i];
                return all;
            }

            used.RemoveAt(Array.IndexOf(solution, least));
        }
    }

    /// <summary>The normal equations, by Gauss with pivots; each row's goal is 1.</summary>
    private static double[] Solve(double[][] rows, List<int> used)
    {
        var n = used.Count;
        var matrix = new double[n, n + 1];
        foreach (var row in rows)
        {
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                    matrix[i, j] += row[used[i]] * row[used[j]];
                matrix[i, n] += row[used[i]];
            }
        }

        var solution = new double[n];
        var pivots = new int[n];
        Array.Fill(pivots, -1);
        var taken = new bool[n];
        for (var column = 0; column < n; column++)
        {
            var pivot = -1;
            for (var row = 0; row < n; row++)
            {
                if (!taken[row] && (pivot < 0 || Math.Abs(matrix[row, column]) > Math.Abs(matrix[pivot, column])))
                    pivot = row;
            }

            if (pivot < 0 || Math.Abs(matrix[pivot, column]) < Negligible)
                continue;
            (taken[pivot], pivots[column]) = (true, pivot);
            for (var row = 0; row < n; row++)
            {
                if (row == pivot)
                    continue;
                var factor = matrix[row, column] / matrix[pivot, column];
                for (var k = column; k <= n; k++)
                    matrix[row, k] -= factor * matrix[pivot, k];
            }
        }

        for (var column = 0; column < n; column++)
            solution[column] = pivots[column] < 0 ? 0 : matrix[pivots[column], n] / matrix[pivots[column], column];
        return solution;
    }
}
