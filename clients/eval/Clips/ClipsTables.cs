using EmotionGrpc.Eval.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EmotionGrpc.Eval.Clips;

/// <summary>The figures of <c>clips</c> for people.</summary>
internal static class ClipsTables
{
    public static IEnumerable<IRenderable> Make(ClipsReport report)
    {
        yield return Tables.Pairs(
            "clips",
            ("clips (n)", $"{report.N}"),
            ("with a person", Figure.Count(report.WithPerson, report.N)),
            ("frames", $"{report.Frames}"),
            ("frames not examined", $"{report.FrameErrors}"),
            ("models", string.Join(", ", report.Models)));

        if (report.FrameErrorReasons.Count > 0)
            yield return Tables.Pairs("frames not examined", [.. report.FrameErrorReasons.Select(r => (r.Key, $"{r.Value}"))]);

        var table = Tables.Plain(
            "longest-seen person", "stream", "n", "absent", "accuracy", "balanced accuracy", "macro ROC AUC", "micro ROC AUC", "why absent");
        foreach (var row in report.Rows)
        {
            string[] cells =
            [
                row.Stream,
                $"{row.N}",
                $"{row.Absent}",
                Figure.Percent(row.Accuracy),
                Figure.Percent(row.BalancedAccuracy),
                Figure.Number(row.MacroRocAuc),
                Figure.Number(row.MicroRocAuc),
                string.Join(", ", row.AbsentReasons.Select(r => $"{r.Key}: {r.Value}")),
            ];
            table.AddRow(cells.Select(c => new Text(c)));
        }

        yield return table;
        foreach (var row in report.Rows.Where(r => r.N > 0))
            yield return Tables.Confusion($"confusion matrix, {row.Stream}", row.PerLabel, row.ConfusionMatrix);
        foreach (var files in Tables.Files("not read", report.Unreadable))
            yield return files;
    }
}
