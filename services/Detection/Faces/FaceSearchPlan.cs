using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Faces;

/// <summary>How far the search for faces without a pose goes in one frame.</summary>
/// <param name="KnownFaces">Where such faces were in the frame before: they are looked at first, so that a session need not cover the frame each time.</param>
/// <param name="Tiles">Whether the frame is covered with tiles when nothing else gave a face.</param>
/// <param name="Faceless">What the last frame showed that was due for that and had no face: one that shows the same is not covered. Null: it is in any case.</param>
internal sealed record FaceSearchPlan(IReadOnlyList<BoundingBox> KnownFaces, bool Tiles, SceneOutline? Faceless)
{
    /// <summary>For a picture of which nothing is known.</summary>
    public static FaceSearchPlan Everywhere { get; } = new([], true, null);
}
