namespace EmotionGrpc.Detection.Faces;

/// <summary>A frame that was due to be covered with tiles and has no face.</summary>
/// <param name="Outline">What it shows.</param>
/// <param name="Covered">Whether it was covered; it was not when it showed what the one before it did.</param>
internal sealed record FacelessScene(SceneOutline Outline, bool Covered);
