namespace EmotionGrpc.Detection.Tracking;

/// <summary>Optimal assignment: the Hungarian algorithm in its shortest augmenting path form, O(rows² x columns).</summary>
internal static class Assignment
{
    /// <summary>Assigns rows to columns so that the sum of costs is least.</summary>
    /// <param name="costs">Finite costs; as many pairs as the shorter side has are made.</param>
    /// <returns>For each row its column, or -1.</returns>
    public static int[] Solve(double[,] costs)
    {
        var (rows, columns) = (costs.GetLength(0), costs.GetLength(1));
        var result = new int[rows];
        Array.Fill(result, -1);
        if (rows == 0 || columns == 0)
            return result;
        if (rows == 1 && columns == 1)
        {
            // Most pictures show one person.
            result[0] = 0;
            return result;
        }

        if (rows <= columns)
        {
            var rowOf = RowOfColumn(rows, columns, (r, c) => costs[r, c]);
            for (var c = 0; c < columns; c++)
            {
                if (rowOf[c] >= 0)
                    result[rowOf[c]] = c;
            }
        }
        else
        {
            RowOfColumn(columns, rows, (r, c) => costs[c, r]).CopyTo(result, 0);
        }

        return result;
    }

    /// <summary>Needs rows to be no more than columns. Row and column 0 of the work arrays are the free place where a path begins.</summary>
    private static int[] RowOfColumn(int rows, int columns, Func<int, int, double> cost)
    {
        var rowPotential = new double[rows + 1];
        var columnPotential = new double[columns + 1];
        var match = new int[columns + 1];
        var previous = new int[columns + 1];
        var slack = new double[columns + 1];
        var visited = new bool[columns + 1];
        for (var row = 1; row <= rows; row++)
        {
            match[0] = row;
            Array.Fill(slack, double.PositiveInfinity);
            Array.Clear(visited);
            var column = 0;
            do
            {
                visited[column] = true;
                var (least, next) = (double.PositiveInfinity, 0);
                for (var c = 1; c <= columns; c++)
                {
                    if (visited[c])
                        continue;
                    var reduced = cost(match[column] - 1, c - 1) - rowPotential[match[column]] - columnPotential[c];
                    if (reduced < slack[c])
                        (slack[c], previous[c]) = (reduced, column);
                    if (slack[c] < least)
                        (least, next) = (slack[c], c);
                }

                for (var c = 0; c <= columns; c++)
                {
                    if (visited[c])
                    {
                        rowPotential[match[c]] += least;
                        columnPotential[c] -= least;
                    }
                    else
                    {
                        slack[c] -= least;
                    }
                }

                column = next;
            }
            while (match[column] != 0);

            for (; column != 0; column = previous[column])
                match[column] = match[previous[column]];
        }

        return [.. match.Skip(1).Select(r => r - 1)];
    }
}
