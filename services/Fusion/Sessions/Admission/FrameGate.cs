using System.Runtime.CompilerServices;
using EmotionGrpc.Fusion.Telemetry;

namespace EmotionGrpc.Fusion.Sessions.Admission;

/// <summary>
/// Lets the frames of all sessions through to detection, as many at a time as it can work on without a queue. Frames wait in their sessions instead, where
/// the newest can still win; where it cannot, one more waits in line, so that no processor is idle from the end of a frame until the next has come. Sessions that wait take turns
/// (<see cref="TurnOrder{T}"/>).
/// </summary>
internal sealed class FrameGate
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly TurnOrder<Turn> _waiting = new(turn => turn.Newest?.Invoke(), turn => turn.Served);
    private readonly Predicate<Turn> _hasRoom;
    private readonly ConcurrencyLimit _limit;
    private int _inside;
    private long _entered;

    public FrameGate(TimeProvider time)
    {
        _time = time;
        _limit = new ConcurrencyLimit(time);
        _hasRoom = turn => HasRoom(turn.Newest);
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

    /// <summary>Waits for the turn of a session, which asks for one frame at a time.</summary>
    /// <param name="newest">Timestamp of the arrival of the frame that it would take now; asked while it waits, with the gate's lock held. Null: no newer frame can take the place of the one that
    /// it waits with, which so loses nothing in line inside.</param>
    /// <param name="served">Timestamp of its last turn; before the first, of its beginning.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>To be given back by the caller.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<FramePass> EnterAsync(Func<long>? newest, long served, CancellationToken cancellationToken)
    {
        Turn? turn = null;
        lock (_lock)
        {
            if (_waiting.Count == 0 && HasRoom(newest))
                _inside++;
            else
                _waiting.Add(turn = new Turn(newest, served));
        }

        if (turn is not null)
        {
            // A turn that is called at the moment of cancelling is taken and given back by the caller's next step.
            await using var registration = cancellationToken.UnsafeRegister(static (turn, token) => ((Turn)turn!).Called.TrySetCanceled(token), turn);
            await turn.Called.Task;
        }

        lock (_lock)
            return new FramePass(this, ++_entered, Alone: _inside == 1, InLine: _inside > _limit.Value, _time.GetTimestamp());
    }

    /// <summary>For <see cref="FramePass.GiveBack"/>.</summary>
    public void Leave(FramePass pass, bool telling)
    {
        lock (_lock)
        {
            _inside--;
            var before = _limit.Value;
            if (telling)
                _limit.Observe(_time.GetElapsedTime(pass.Entered), alone: pass.Alone && pass.Number == _entered, full: _waiting.Count > 0, inLine: pass.InLine);
            FusionMetrics.DetectionLimit(_limit.Value - before);
            _waiting.RemoveAll(static t => t.Called.Task.IsCompleted);
            while (_waiting.TryTake(_hasRoom, out var turn))
            {
                if (turn.Called.TrySetResult())
                    _inside++;
            }
        }
    }

    private bool HasRoom(Func<long>? newest) => _inside < _limit.Value + (newest is null ? _limit.InLine : 0);

    /// <summary>A session that waits.</summary>
    private sealed class Turn(Func<long>? newest, long served)
    {
        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Func<long>? Newest => newest;

        public long Served => served;
    }
}
