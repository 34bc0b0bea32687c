using System.Text.Json.Serialization;
using EmotionGrpc.Eval.Output;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Detecting;

/// <summary>What was found in one picture; also its line of <c>--out</c>.</summary>
/// <param name="Unreadable">Why the picture could not be read; null where it could.</param>
internal sealed record PictureOutcome(
    string Path,
    MaskState ExpectedMask,
    int Persons,
    IReadOnlyList<FoundFace> Faces,
    [property: JsonIgnore] IReadOnlyList<ModelName> Models,
    string? Unreadable)
{
    /// <summary>The largest face; null where there is none.</summary>
    [JsonIgnore]
    public FoundFace? LargestFace => Faces.MaxBy(f => f.Area);
}
