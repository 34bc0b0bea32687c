using EmotionGrpc.Eval.Output;
using Spectre.Console.Rendering;

namespace EmotionGrpc.Eval.Detecting;

/// <summary>The figures of <c>detection</c> for people.</summary>
internal static class DetectionTables
{
    public static IEnumerable<IRenderable> Make(DetectionReport report)
    {
        yield return Tables.Pairs(
            "detection",
            ("pictures (n)", $"{report.N}"),
            ("with at least one face", Figure.Count(report.WithFace, report.N)),
            ("persons", $"{report.Persons}"),
            ("faces", $"{report.Faces}"),
            ("faces with a mask", Figure.Count(report.MaskStates.With, report.Faces)),
            ("faces without a mask", Figure.Count(report.MaskStates.Without, report.Faces)),
            ("mask not sure", Figure.Count(report.MaskStates.Unknown, report.Faces)),
            ("mask not examined", Figure.Count(report.MaskStates.NotExamined, report.Faces)),
            ("models", string.Join(", ", report.Models)));
        if (report.Mask is { } mask)
            yield return Tables.MaskState("mask state of the largest face", mask);
        foreach (var table in Tables.Files("not read", report.Unreadable))
            yield return table;
    }
}
