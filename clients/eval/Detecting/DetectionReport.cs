using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Metrics;
using EmotionGrpc.Eval.Output;

namespace EmotionGrpc.Eval.Detecting;

/// <summary>The figures of <c>detection</c>.</summary>
/// <param name="N">Pictures that could be read.</param>
/// <param name="WithFace">Pictures with at least one face.</param>
/// <param name="PathsWithoutFace">The other pictures.</param>
/// <param name="MaskStates">Faces by mask state.</param>
/// <param name="Mask">How well mask states were told; null where none is expected.</param>
internal sealed record DetectionReport(
    IReadOnlyList<ModelName> Models,
    int N,
    int WithFace,
    double WithFaceShare,
    int Persons,
    int Faces,
    MaskCounts MaskStates,
    MaskReport? Mask,
    IReadOnlyList<string> PathsWithoutFace,
    IReadOnlyList<UnreadableFile> Unreadable)
{
    public static DetectionReport From(IReadOnlyList<PictureOutcome> outcomes)
    {
        List<PictureOutcome> read = [.. outcomes.Where(o => o.Unreadable is null)];
        var withFace = read.Count(o => o.Faces.Count > 0);
        return new(
            [.. read.SelectMany(o => o.Models).Distinct()],
            read.Count,
            withFace,
            (double)withFace / read.Count,
            read.Sum(o => o.Persons),
            read.Sum(o => o.Faces.Count),
            MaskCounts.From(read.SelectMany(o => o.Faces)),
            MaskReport.From(read.Select(o => (o.ExpectedMask, o.LargestFace?.Mask))),
            [.. read.Where(o => o.Faces.Count == 0).Select(o => o.Path)],
            [.. outcomes.Where(o => o.Unreadable is not null).Select(o => new UnreadableFile(o.Path, o.Unreadable!))]);
    }
}
