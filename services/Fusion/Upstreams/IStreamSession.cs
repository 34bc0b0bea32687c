using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>One recognition session's use of one stream.</summary>
internal interface IStreamSession : IAsyncDisposable
{
    /// <summary>Which stream.</summary>
    StreamKind Stream { get; }

    /// <summary>What the stream wants of each person of a frame; null: nothing. May be called beside <see cref="ScoreAsync"/>.</summary>
    /// <param name="segment">Whether the frame opens a segment.</param>
    SampleSpec? Wants(bool segment);

    /// <summary>Scores the persons of one frame. One caller at a time; the task may be awaited later, and never fails.</summary>
    /// <param name="samples">The samples; none: the stream is not asked, but tells when it is absent.</param>
    /// <param name="endedTrackIds">Tracks that ended.</param>
    /// <param name="segment">Whether the frame opens a segment. Of others nobody needs the scores: a stream that lets samples be deferred is not asked.</param>
    /// <param name="traceparent">The frame's span; empty: none.</param>
    Task<StreamFrame> ScoreAsync(IReadOnlyList<StreamSample> samples, IReadOnlyList<uint> endedTrackIds, bool segment, string traceparent);

    /// <summary>Asks for the service's memory after the frames so far; as <see cref="ScoreAsync"/>.</summary>
    /// <returns>The last that is known, of a service that does not answer now; null: there is none.</returns>
    Task<SavedStream?> SaveAsync();
}
