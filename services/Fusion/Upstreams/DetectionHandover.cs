using EmotionGrpc.Fusion.Resume;
using Google.Protobuf;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>What a new call to the detection service goes on from.</summary>
/// <param name="State">The service's state.</param>
/// <param name="Ids">From its track ids at that moment to the session's.</param>
internal sealed record DetectionHandover(ByteString State, IReadOnlyDictionary<uint, uint> Ids)
{
    /// <summary>Reads one from a saved session.</summary>
    public static DetectionHandover? Of(SavedSession? saved) => saved is null || saved.Detection.IsEmpty ? null : new(saved.Detection, saved.TrackIds);
}
