using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Detecting;

/// <summary>Faces by mask state.</summary>
internal sealed record MaskCounts(int With, int Without, int Unknown, int NotExamined)
{
    public static MaskCounts From(IEnumerable<FoundFace> faces)
    {
        var counts = faces.CountBy(f => f.Mask).ToDictionary();
        return new(
            counts.GetValueOrDefault(MaskState.With),
            counts.GetValueOrDefault(MaskState.Without),
            counts.GetValueOrDefault(MaskState.Unknown),
            counts.GetValueOrDefault(MaskState.Unspecified));
    }
}
