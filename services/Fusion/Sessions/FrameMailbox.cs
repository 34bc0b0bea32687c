using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.Hosting.Sessions;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>Frames that wait for their turn: at most a few, the newest win, and every loss is told.</summary>
internal sealed class FrameMailbox
{
    private readonly Channel<PendingFrame> _frames;
    private readonly TimeProvider _time;
    private readonly Func<long>? _newest;
    private PendingFrame? _superseded;
    private long _served;

    /// <param name="credits">Frames that may wait, where each is worth its turn.</param>
    /// <param name="newestOnly">Only one waits, and a newer takes its place.</param>
    /// <param name="time">The time.</param>
    public FrameMailbox(int credits, bool newestOnly, TimeProvider time)
    {
        _time = time;
        _served = time.GetTimestamp();
        // One that has nothing any more, as its frames were taken out meanwhile, is called next and gives its turn back.
        _newest = newestOnly ? () => _frames!.Reader.TryPeek(out var next) ? next.Arrived : time.GetTimestamp() : null;
        var options = new BoundedChannelOptions(newestOnly ? 1 : credits) { FullMode = BoundedChannelFullMode.DropOldest };
        _frames = Channel.CreateBounded<PendingFrame>(options, oldest => _superseded = oldest);
    }

    /// <summary>Puts a frame in. One caller at a time.</summary>
    /// <returns>A frame that had to go, with the reason; the caller tells it.</returns>
    public (PendingFrame Frame, DropReason Reason)? Post(PendingFrame frame)
    {
        _superseded = null;
        if (!_frames.Writer.TryWrite(frame))
            return (frame, DropReason.SessionEnded);
        return _superseded is { } oldest ? (oldest, DropReason.Superseded) : null;
    }

    /// <summary>Waits for a frame, and then for its turn, and takes the oldest there is at that moment.</summary>
    /// <param name="gate">Calls the turns.</param>
    /// <param name="expired">Told of every frame that waited longer than its time to live.</param>
    /// <param name="cancellationToken">Gives up; no more frames are taken in then.</param>
    /// <returns>The frame with its pass; null when no more will come.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<PendingFrame?> TakeAsync(FrameGate gate, Func<PendingFrame, ValueTask> expired, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var end = ChannelEnd.With(_frames.Writer, cancellationToken);
        while (await _frames.Reader.WaitToReadAsync(CancellationToken.None))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pass = await gate.EnterAsync(_newest, _served, cancellationToken);
            _served = _time.GetTimestamp();
            while (_frames.Reader.TryRead(out var frame))
            {
                if (_time.GetElapsedTime(frame.Arrived) <= frame.TimeToLive)
                {
                    frame.Pass = pass;
                    return frame;
                }

                await expired(frame);
            }

            pass.GiveBack(telling: false);
        }

        return null;
    }

    /// <summary>No more frames; those that wait are still taken.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    /// <summary>Takes out all that wait.</summary>
    public IEnumerable<PendingFrame> Clear()
    {
        while (_frames.Reader.TryRead(out var frame))
            yield return frame;
    }
}
