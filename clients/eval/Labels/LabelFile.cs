using EmotionGrpc.Eval.CommandLine;

namespace EmotionGrpc.Eval.Labels;

/// <summary>Reads which file has which label: CSV whose header names a column <c>path</c>, one for the label, and perhaps <c>mask</c>.</summary>
internal static class LabelFile
{
    /// <summary>Reads the rows; columns that are not asked for are ignored.</summary>
    /// <param name="file">The CSV file.</param>
    /// <param name="labelColumn">Name of the column that holds the label.</param>
    public static IReadOnlyList<LabelRow> Read(FileInfo file, string labelColumn)
    {
        var rows = CsvReader.Read(ReadText(file), file.Name);
        if (rows.Count == 0)
            throw new EvalException(ExitCode.Data, $"{file.Name} is empty; its first line must be a header with the columns path and {labelColumn}.");
        var header = rows[0];
        var path = Column(header, "path", file, labelColumn);
        var label = Column(header, labelColumn, file, labelColumn);
        var mask = IndexOf(header, MaskLabels.Column);
        if (rows.Count == 1)
            throw new EvalException(ExitCode.Data, $"{file.Name} has a header but no rows; every further line names a path and its {labelColumn}.");
        return [.. rows.Skip(1).Select(row => Row(row, path, label, mask, header.Fields.Count, file))];
    }

    private static LabelRow Row(CsvRow row, int path, int label, int? mask, int columns, FileInfo file)
    {
        if (row.Fields.Count != columns)
        {
            throw new EvalException(
                ExitCode.Data,
                $"{file.Name}, line {row.Line}: the header names {columns} columns, this row has {row.Fields.Count}; a comma within a field needs quotes.");
        }

        var name = row.Fields[path].Trim();
        return name.Length == 0
            ? throw new EvalException(ExitCode.Data, $"{file.Name}, line {row.Line}: the path is empty.")
            : new LabelRow($"{file.Name}, line {row.Line}", name, row.Fields[label].Trim(), mask is { } m ? row.Fields[m].Trim() : null);
    }

    private static int Column(CsvRow header, string name, FileInfo file, string labelColumn) =>
        IndexOf(header, name) ?? throw new EvalException(
            ExitCode.Data, $"{file.Name}, line {header.Line}: the header has no column {name}; it must name the columns path and {labelColumn}.");

    private static int? IndexOf(CsvRow header, string name)
    {
        for (var i = 0; i < header.Fields.Count; i++)
        {
            if (header.Fields[i].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return null;
    }

    private static string ReadText(FileInfo file)
    {
        try
        {
            return File.ReadAllText(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException(ExitCode.Data, $"The label file cannot be read: {e.Message}");
        }
    }
}
