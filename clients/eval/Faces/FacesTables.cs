using EmotionGrpc.Eval.Output;
using Spectre.Console.Rendering;

namespace EmotionGrpc.Eval.Faces;

/// <summary>The figures of <c>faces</c> for people.</summary>
internal static class FacesTables
{
    public static IEnumerable<IRenderable> Make(FacesReport report)
    {
        yield return Tables.Pairs(
            $"faces, {report.Model}",
            ("pictures (n)", $"{report.N}"),
            ("faces found", report.PreCropped ? "given (pre-cropped)" : Figure.Count(report.FacesFound, report.N)),
            ("scored", Figure.Count(report.Scored, report.N)),
            ("accuracy, of those scored", Figure.Percent(report.Accuracy)),
            ("accuracy, missing counted as wrong", Figure.Percent(report.AccuracyMissingAsWrong)),
            ("balanced accuracy", Figure.Percent(report.BalancedAccuracy)),
            ("macro ROC AUC", Figure.Area(report.MacroRocAuc)),
            ("micro ROC AUC", Figure.Area(report.MicroRocAuc)));
        yield return Tables.Confusion("confusion matrix", report.PerLabel, report.ConfusionMatrix);
        foreach (var table in Tables.Files("face without scores", report.NotScored).Concat(Tables.Files("not read", report.Unreadable)))
            yield return table;
    }
}
