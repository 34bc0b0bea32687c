using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Output;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Clips;

/// <summary>The figures of <c>clips</c>.</summary>
/// <param name="N">Clips that could be read.</param>
/// <param name="WithPerson">Clips in which a person was seen.</param>
/// <param name="Frames">Frames of all clips.</param>
/// <param name="FrameErrors">Frames that could not be examined.</param>
/// <param name="FrameErrorReasons">How many of them for which reason; at most the first hundred of each clip.</param>
/// <param name="Segments">Segments asked for; 0: the suite's default.</param>
/// <param name="Policy">Policy asked for; unspecified: the suite's default.</param>
/// <param name="Rows">Face, body, fusion.</param>
internal sealed record ClipsReport(
    IReadOnlyList<ModelName> Models,
    IReadOnlyList<string> Labels,
    uint Segments,
    FusionPolicy Policy,
    int N,
    int WithPerson,
    long Frames,
    long FrameErrors,
    IReadOnlyDictionary<string, int> FrameErrorReasons,
    IReadOnlyList<ClipsRow> Rows,
    IReadOnlyList<UnreadableFile> Unreadable)
{
    public static ClipsReport From(IReadOnlyList<ClipOutcome> outcomes, Model model, FusionOptions options)
    {
        List<ClipOutcome> read = [.. outcomes.Where(o => o.Unreadable is null)];
        return new(
            [.. read.SelectMany(o => o.Models).Distinct()],
            model.Labels,
            options.Segments,
            options.Policy,
            read.Count,
            read.Count(o => o.Persons > 0),
            read.Sum(o => o.Frames),
            read.Sum(o => o.FrameErrors),
            read.SelectMany(o => o.FrameErrorReasons).CountBy(r => r).ToDictionary(),
            [
                ClipsRow.From("face", read, o => o.Face, model),
                ClipsRow.From("body", read, o => o.Body, model),
                ClipsRow.From("fusion", read, o => o.Fusion, model),
            ],
            [.. outcomes.Where(o => o.Unreadable is not null).Select(o => new UnreadableFile(o.Path, o.Unreadable!))]);
    }
}
