using System.Threading.Channels;
using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>
/// A session whose samples the shadow gets too. Whatever the shadow does, the session is answered by the service in use alone and waits for nothing: frames
/// for the shadow wait in a queue of their own, and over its bound they are dropped and counted.
/// </summary>
internal sealed class ShadowSession : IStreamSession
{
    private readonly IStreamSession _main;
    private readonly StreamUpstream _shadow;
    private readonly ShadowComparison _comparison;
    private readonly LabelSet _labels;
    private readonly TimeSpan _timeout;
    private readonly HashSet<uint> _ended = [];
    private readonly CancellationTokenSource _stop = new();

    // Bounded by the comparison: for all sessions together.
    private readonly Channel<ShadowFrame> _frames = Channel.CreateUnbounded<ShadowFrame>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly Task _working;
    private IStreamCall? _call;

    public ShadowSession(IStreamSession main, StreamUpstream shadow, ShadowComparison comparison, LabelSet labels, TimeSpan timeout)
    {
        _main = main;
        _shadow = shadow;
        _comparison = comparison;
        _labels = labels;
        _timeout = timeout;
        _working = Task.Run(WorkAsync);
    }

    public StreamKind Stream => _main.Stream;

    public SampleSpec? Wants(bool segment) => _main.Wants(segment);

    public Task<StreamFrame> ScoreAsync(IReadOnlyList<StreamSample> samples, IReadOnlyList<uint> endedTrackIds, bool segment, string traceparent)
    {
        var answer = _main.ScoreAsync(samples, endedTrackIds, segment, traceparent);
        for (var i = 0; i < endedTrackIds.Count; i++)
            _ended.Add(endedTrackIds[i]);
        if (samples.Count > 0)
            Offer(samples, answer);
        return answer;
    }

    public Task<SavedStream?> SaveAsync() => _main.SaveAsync();

    public async ValueTask DisposeAsync()
    {
        await _main.DisposeAsync();
        _frames.Writer.Complete();
        await _stop.CancelAsync();
        await _working;
        if (_call != null)
            await _call.DisposeAsync();
        _stop.Dispose();
    }

    private void Offer(IReadOnlyList<StreamSample> samples, Task<StreamFrame> answer)
    {
        if (_shadow.State.Model is not { } model || !IsAlike(model.Sample, _main.Wants(segment: true)))
        {
            _comparison.Lost(ShadowOutcome.Unusable);
        }
        else if (!_comparison.TryEnter())
        {
            _comparison.Lost(ShadowOutcome.Dropped);
        }
        else
        {
            foreach (var sample in samples)
                PooledBytes.Keep(sample.Sample.Crop?.Data);
            _frames.Writer.TryWrite(new ShadowFrame([.. samples.Select(s => s.Sample)], [.. _ended], model, answer));
            _ended.Clear();
        }
    }

    // Whether it lets samples wait is its own affair: it gets them all.
    private static bool IsAlike(SampleSpec shadow, SampleSpec? main) =>
        main != null && Equals(shadow.Crop, main.Crop) && shadow.Keypoints == main.Keypoints && shadow.Cadence == main.Cadence;

    private async Task WorkAsync()
    {
        await foreach (var frame in _frames.Reader.ReadAllAsync())
        {
            try
            {
                await CompareAsync(frame);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The session is over; the rest of its frames only leaves the queue.
            }
            catch (TaxonomyException)
            {
                _comparison.Lost(ShadowOutcome.Unusable);
            }
            catch (Exception e)
            {
                _comparison.Lost(ShadowOutcome.Failed);
                // What is asked after an answer that did not come would wait behind it.
                await EndCallAsync();
                if (e is not TimeoutException)
                    _shadow.Fail(e);
            }
            finally
            {
                _comparison.Leave();
            }
        }
    }

    private async Task CompareAsync(ShadowFrame frame)
    {
        _stop.Token.ThrowIfCancellationRequested();
        var alignment = LabelAlignment.Create(_labels, frame.Model.Labels, frame.Model.LabelType, frame.Model.Version?.Name ?? "");
        if (_call is { IsBroken: true })
            await EndCallAsync();
        _call ??= _shadow.Open();
        var theirs = await _call.AskAsync(new StreamRequest(frame.Samples, frame.EndedTrackIds, Explain: false)).AsTask().WaitAsync(_timeout, _stop.Token);
        foreach (var sample in frame.Samples)
            PooledBytes.Release(sample.Crop?.Data);
        var ours = await frame.Answer.WaitAsync(_stop.Token);
        for (var i = 0; i < frame.Samples.Count && i < theirs.Scores.Count; i++)
        {
            if (ours.Readings.GetValueOrDefault(frame.Samples[i].TrackId) is { Logits: { } logits } reading
                && theirs.Scores[i].Logits is { } scored && alignment.Align(scored.Values) is { } shadow)
            {
                _comparison.Add(reading.Model, theirs.Model ?? frame.Model.Version, _labels, logits, shadow);
            }
        }

        _comparison.Compared();
    }

    private async Task EndCallAsync()
    {
        if (_call != null)
            await _call.DisposeAsync();
        _call = null;
    }

    private sealed record ShadowFrame(IReadOnlyList<Sample> Samples, IReadOnlyList<uint> EndedTrackIds, Model Model, Task<StreamFrame> Answer);
}
