using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>
/// A session that uses the canary. When the canary fails it or cannot serve it, the session goes on with the service in use, for the rest of its life, wherever it is resumed: one
/// that keeps dying may harm a session once.
/// </summary>
internal sealed class CanarySession(IStreamSession canary, IStreamSession main, LeftCanaries left, string sessionId, ILogger logger) : IStreamSession
{
    public StreamKind Stream => main.Stream;

    private bool HasLeft => left.Holds(Stream);

    public SampleSpec? Wants(bool segment)
    {
        // A canary that is gone wants nothing; the frame shall be of use to the service in use, which the session is about to go on with.
        var gone = HasLeft || canary.Wants(segment: true) is null;
        return (gone ? main : canary).Wants(segment);
    }

    public Task<StreamFrame> ScoreAsync(IReadOnlyList<StreamSample> samples, IReadOnlyList<uint> endedTrackIds, bool segment, string traceparent)
    {
        if (!HasLeft)
        {
            var answer = canary.ScoreAsync(samples, endedTrackIds, segment, traceparent);
            // What is known without asking costs no frame.
            if (!answer.IsCompletedSuccessfully || Fault(answer.Result) is not { } fault)
                return FinishAsync(answer);
            Leave(fault);
        }

        return main.ScoreAsync(samples, endedTrackIds, segment, traceparent);
    }

    public Task<SavedStream?> SaveAsync() => (HasLeft ? main : canary).SaveAsync();

    public async ValueTask DisposeAsync()
    {
        await canary.DisposeAsync();
        await main.DisposeAsync();
    }

    private static Absence? Fault(StreamFrame frame) =>
        frame.Whole?.Absence is { Reason: AbsenceReason.Unavailable or AbsenceReason.TimedOut or AbsenceReason.TaxonomyMismatch } fault ? fault : null;

    private async Task<StreamFrame> FinishAsync(Task<StreamFrame> answering)
    {
        var frame = await answering;
        if (Fault(frame) is not { } fault)
            return frame;
        Leave(fault);
        var told = new Absence { Reason = fault.Reason, Detail = $"{fault.Detail} The session leaves the canary and goes on with the {Stream} stream in use." };
        return StreamFrame.Absent(Stream, told, frame.Whole?.Model);
    }

    private void Leave(Absence fault)
    {
        // Several frames in hand may fail at once.
        if (!left.Add(Stream))
            return;
        TrialMetrics.CanaryLeft(Stream);
        FusionLog.CanaryLeft(logger, sessionId, Stream.ToString(), fault.Detail);
    }
}
