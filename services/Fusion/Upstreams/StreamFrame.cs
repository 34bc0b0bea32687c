using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>What a stream says of the persons of one frame.</summary>
/// <param name="Readings">By track.</param>
/// <param name="Whole">What holds for every person without a reading of its own.</param>
/// <param name="Times">Where the stream's time went.</param>
internal sealed record StreamFrame(IReadOnlyDictionary<uint, StreamReading> Readings, StreamReading? Whole, IReadOnlyList<StageTime> Times)
{
    private static readonly Dictionary<uint, StreamReading> s_none = [];

    /// <summary>The stream is absent for every person.</summary>
    public static StreamFrame Absent(StreamKind stream, Absence absence, ModelVersion? model) =>
        new(s_none, new StreamReading(stream, null, absence, model), []);

    /// <summary>The stream was not asked at this frame.</summary>
    public static StreamFrame NotAsked(StreamKind stream) => new(s_none, new StreamReading(stream, null, null, null), []);
}
