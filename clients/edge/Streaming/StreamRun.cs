using System.Collections.Concurrent;
using EmotionGrpc.Client;
using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Sources;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>Streams a source through a session and shows every frame and answer to the observers.</summary>
internal sealed class StreamRun(RunSettings settings, IFrameSource source, bool realtime, TimeProvider time)
{
    private readonly ConcurrentDictionary<ulong, (TimeSpan Time, long ReadyAt)> _waiting = new();

    private readonly FrameRateGate _linkGate = new();

    /// <summary>Frames that were not sent because a newer one came first.</summary>
    public long Skipped { get; private set; }

    /// <summary>Frames that were not sent because the link or the server bears fewer.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Runs to the end of the source, to the wished number of frames, or until it is stopped; all frames sent are answered then.</summary>
    /// <param name="session">The session; is closed in order.</param>
    /// <param name="observers">Who looks on; they are completed, but stay the caller's.</param>
    /// <param name="stopping">Stops sending.</param>
    /// <exception cref="EdgeException">The source or the session failed.</exception>
    public async Task RunAsync(EmotionSession session, IReadOnlyList<IRunObserver> observers, CancellationToken stopping)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var reading = ReadAsync(session, observers, broken);
        EdgeException? failure = null;
        try
        {
            try
            {
                await SendAsync(session, observers, broken.Token);
            }
            catch (EdgeException e)
            {
                failure = e; // What was sent before is worth its answers.
            }

            await session.CompleteAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The session has failed; what it says when it is read is the better sentence.
        }

        await reading;
        foreach (var observer in observers)
            await observer.CompleteAsync();
        if (failure != null)
            throw failure;
    }

    private async Task SendAsync(EmotionSession session, IReadOnlyList<IRunObserver> observers, CancellationToken cancellationToken)
    {
        using var encoder = new FrameEncoder(settings.MaximumWidth);
        await using var pump = new FramePump(source, source.HasClock ? settings.FramesPerSecond : null, realtime, time);
        try
        {
            ulong sequence = 0;
            // At its full rate a camera is not thinned out: its clock is not so even that each frame would come when it is due.
            var fullRate = session.Encoding?.FramesPerSecond;
            DateTimeOffset? start = null;
            await foreach (var pumped in pump.ReadAllAsync(cancellationToken))
            {
                using var frame = pumped.Frame;
                var advice = session.Encoding;
                if (!_linkGate.Pass(frame.Time, advice?.FramesPerSecond < fullRate ? advice.FramesPerSecond : null))
                {
                    LeftOut++;
                    continue;
                }

                // Of when it became ready, not of now: the first frame of a new process comes here late, and all capture times would be late with it.
                start ??= time.GetUtcNow() - time.GetElapsedTime(pumped.ReadyAt) - frame.Time;
                var sent = new SentFrame(++sequence, frame.Time, frame.Pixels);
                foreach (var observer in observers)
                    await observer.OnSendingAsync(sent, cancellationToken);
                var message = new Frame
                {
                    Sequence = sequence,
                    CaptureTime = Timestamp.FromDateTimeOffset(start.Value + frame.Time),
                    Image = encoder.Encode(frame.Pixels, advice?.Quality ?? settings.Quality),
                };
                // Where frames wait for credits, their own waiting says nothing of the server.
                _waiting[sequence] = (frame.Time, realtime ? pumped.ReadyAt : 0);
                if (!realtime || !session.Offer(message))
                    await session.SendAsync(message, cancellationToken);
                Skipped = pump.Skipped;
                if ((long)sequence == settings.Frames)
                    return;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped by the user, or the session has failed: reading tells which.
        }
        finally
        {
            Skipped = pump.Skipped;
        }
    }

    private async Task ReadAsync(EmotionSession session, IReadOnlyList<IRunObserver> observers, CancellationTokenSource broken)
    {
        try
        {
            await foreach (var answer in session.ReadAllAsync(CancellationToken.None))
            {
                if (!_waiting.TryRemove(answer.Sequence, out var waiting))
                    continue;
                var age = waiting.ReadyAt == 0 ? answer.Age : time.GetElapsedTime(waiting.ReadyAt);
                var outcome = new FrameOutcome(answer, waiting.Time, age);
                foreach (var observer in observers)
                    observer.OnAnswer(outcome);
            }
        }
        catch (RpcException e)
        {
            await broken.CancelAsync();
            throw ServerErrors.Explain(e, settings.Server);
        }
        catch
        {
            await broken.CancelAsync();
            throw;
        }
    }
}
