using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Detecting;

/// <summary>A face: left edge, top edge, width and height in pixels, the detector's score, mask state and probability of a mask.</summary>
internal sealed record FoundFace(float X, float Y, float Width, float Height, float Score, MaskState Mask, float MaskProbability)
{
    public float Area => Width * Height;

    public static FoundFace From(Face face) => new(
        face.Box.X,
        face.Box.Y,
        face.Box.Width,
        face.Box.Height,
        face.Score,
        face.Mask?.State ?? MaskState.Unspecified,
        face.Mask?.Probability ?? 0);
}
