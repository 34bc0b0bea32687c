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
            ("model's own milliseconds a face, median", Figure.Number(report.ModelMilliseconds)),
            ("accuracy, of those scored", Figure.Percent(report.Accuracy)),
            ("accuracy, missing counted as wrong", Figure.Percent(report.AccuracyMissingAsWrong)),
            ("balanced accuracy", Figure.Percent(report.BalancedAccuracy)),
            ("macro ROC AUC", Figure.Number(report.MacroRocAuc)),
            ("micro ROC AUC", Figure.Number(report.MicroRocAuc)),
            ("negative log-likelihood", Figure.Number(report.NegativeLogLikelihood)),
            ("calibration error", Figure.Number(report.CalibrationError)),
            ("best temperature", Figure.Number(report.BestTemperature)),
            ("negative log-likelihood at that temperature", Figure.Number(report.NegativeLogLikelihoodAtBestTemperature)),
            ("calibration error at that temperature", Figure.Number(report.CalibrationErrorAtBestTemperature)));
        yield return Tables.Confusion("confusion matrix", report.PerLabel, report.ConfusionMatrix);
        if (report.Mask is { } mask)
            yield return Tables.MaskState("mask state, told by the face model", mask);
        foreach (var table in Tables.Files("face without scores", report.NotScored).Concat(Tables.Files("not read", report.Unreadable)))
            yield return table;
    }
}
