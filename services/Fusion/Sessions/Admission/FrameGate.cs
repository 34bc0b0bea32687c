using EmotionGrpc.Fusion.Telemetry;

namespace EmotionGrpc.Fusion.Sessions.Admission;

/// <summary>
/// Lets the frames of all sessions through to detection, as many at a time as it can work on without a queue. Frames wait in their sessions instead, where
/// the newest can still win; sessions that wait take turns.
/// </summary>
internal sealed class FrameGate
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly ConcurrencyLimit _limit;
    private int _inside;
    private long _entered;

    public FrameGate(TimeProvider time)
    {
        _time = time;
        _limit = new ConcurrencyLimit(time);
        FusionMetrics.DetectionLimit(_limit.Value);
    }

    /// <summary>Frames that may be inside at a time, as of now.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
                return _limit.Value;
        }
    }

    /// <summary>Waits for the turn of a session, which asks for one frame at a time; who has just been served waits behind all others.</summary>
    /// <returns>To be given back by the caller.</returns>
    public async ValueTask<FramePass> EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource? turn = null;
        lock (_lock)
        {
            if (_inside < _limit.Value && _waiting.Count == 0)
                _inside++;
            else
                _waiting.Enqueue(turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        if (turn is not null)
        {
            // A turn that is called at the moment of cancelling is taken and given back by the caller's next step.
            await using var registration = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
            await turn.Task;
        }

        lock (_lock)
            return new FramePass(this, ++_entered, Alone: _inside == 1, _time.GetTimestamp());
    }

    /// <summary>For <see cref="FramePass.GiveBack"/>.</summary>
    public void Leave(FramePass pass, bool telling)
    {
        lock (_lock)
        {
            _inside--;
            var before = _limit.Value;
            if (telling)
                _limit.Observe(_time.GetElapsedTime(pass.Entered), alone: pass.Alone && pass.Number == _entered, full: _waiting.Count > 0);
            FusionMetrics.DetectionLimit(_limit.Value - before);
            while (_inside < _limit.Value && _waiting.TryDequeue(out var turn))
            {
                if (turn.TrySetResult())
                    _inside++;
            }
        }
    }
}
