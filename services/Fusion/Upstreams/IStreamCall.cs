using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>A session with a stream service.</summary>
internal interface IStreamCall : IAsyncDisposable
{
    /// <summary>Whether the session has ended.</summary>
    bool IsBroken { get; }

    /// <summary>Scores the persons of one frame. Answers come in order.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="endedTrackIds">Tracks that ended.</param>
    /// <param name="explain">Whether activations are wanted.</param>
    /// <param name="traceparent">The frame's span; empty: none.</param>
    Task<StreamAnswer> ScoreAsync(IEnumerable<Sample> samples, IEnumerable<uint> endedTrackIds, bool explain, string traceparent);
}
