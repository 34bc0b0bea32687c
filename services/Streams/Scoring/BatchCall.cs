using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Scoring;

/// <summary>Calls of Score, whatever the stream: batches without memory, each with a span. It hangs below nothing, for the caller may not decide how much is traced.</summary>
public sealed class BatchCall(StreamScorer scorer, FrameTracer tracer)
{
    /// <summary>Answers a batch.</summary>
    /// <inheritdoc cref="StreamScorer.ScoreAsync"/>
    public async Task<ScoredRequest> AnswerAsync(IReadOnlyList<Clip> clips, bool explain, CancellationToken cancellationToken)
    {
        using var span = tracer.Begin("score");
        span.Set("emotion.persons", clips.Count);
        using var below = span.Enter();
        return await scorer.ScoreAsync(clips, explain, cancellationToken);
    }
}
