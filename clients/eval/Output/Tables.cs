using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Metrics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EmotionGrpc.Eval.Output;

/// <summary>Tables that several reports have.</summary>
internal static class Tables
{
    /// <summary>Two columns: a name and a value.</summary>
    public static Table Pairs(string title, params (string Name, string Value)[] rows)
    {
        var table = Plain(title, "measure", "value");
        foreach (var (name, value) in rows)
            table.AddRow(new Text(name), new Text(value));
        return table;
    }

    /// <summary>Rows are true labels, columns predicted ones, then the label's own figures.</summary>
    public static Table Confusion(string title, IReadOnlyList<LabelMetrics> labels, IReadOnlyList<IReadOnlyList<int>> matrix)
    {
        string[] names = [.. labels.Select(l => l.Label)];
        var table = Plain(title, ["true \\ predicted", .. names, "n", "recall", "precision", "ROC AUC"]);
        foreach (var (row, label) in matrix.Zip(labels))
        {
            string[] cells =
            [
                label.Label,
                .. row.Select(count => $"{count}"),
                $"{label.N}",
                Figure.Percent(label.Recall),
                Figure.Percent(label.Precision),
                Figure.Number(label.RocAuc),
            ];
            table.AddRow(cells.Select(c => new Text(c)));
        }

        return table;
    }

    /// <summary>How well mask states were told.</summary>
    public static Table MaskState(string title, MaskReport mask) => Pairs(
        title,
        ("pictures (n)", $"{mask.N}"),
        ("no face", $"{mask.NoFace}"),
        ("right", $"{mask.Correct}"),
        ("wrong", $"{mask.Wrong}"),
        ("not sure", $"{mask.Unknown}"),
        ("accuracy, of those decided", Figure.Percent(mask.AccuracyDecided)),
        ("accuracy, not sure counted as wrong", Figure.Percent(mask.AccuracyUnknownAsWrong)),
        ("right of those with a mask", Figure.Percent(mask.RecallWith)),
        ("right of those without a mask", Figure.Percent(mask.RecallWithout)));

    /// <summary>Files and what is wrong with them; nothing where there are none.</summary>
    public static IEnumerable<IRenderable> Files(string title, IReadOnlyList<UnreadableFile> files)
    {
        if (files.Count == 0)
            yield break;
        var table = Plain($"{title}: {files.Count}", "file", "reason");
        foreach (var file in files)
            table.AddRow(new Text(file.Path), new Text(file.Reason));
        yield return table;
    }

    /// <summary>A table with a title and columns.</summary>
    public static Table Plain(string title, params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(title)) };
        foreach (var column in columns)
            table.AddColumn(Markup.Escape(column));
        return table;
    }
}
