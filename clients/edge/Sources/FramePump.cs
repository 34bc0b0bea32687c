using System.Threading.Channels;

namespace EmotionGrpc.Edge.Sources;

/// <summary>Reads a source on a thread of its own, because cameras and files block, and offers what is to be sent.</summary>
internal sealed class FramePump : IAsyncDisposable
{
    private const int ReadAhead = 4;

    private readonly IFrameSource _source;
    private readonly FrameRateGate _gate = new();
    private readonly double? _framesPerSecond;
    private readonly RealtimePacer? _pacer;
    private readonly TimeProvider _time;
    private readonly Channel<PumpedFrame> _frames;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _reading;
    private long _skipped;

    /// <summary>Starts reading.</summary>
    /// <param name="source">The source; stays the caller's.</param>
    /// <param name="framesPerSecond">Frames per second at most; null: all.</param>
    /// <param name="realtime">Whether to follow the source's clock and let the newest frame win, or to wait for the reader.</param>
    /// <param name="time">The clock.</param>
    public FramePump(IFrameSource source, double? framesPerSecond, bool realtime, TimeProvider time)
    {
        _source = source;
        _time = time;
        _framesPerSecond = framesPerSecond;
        _pacer = realtime && !source.IsLive ? new RealtimePacer(time) : null;
        _frames = realtime
            ? Channel.CreateBounded<PumpedFrame>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }, Skip)
            : Channel.CreateBounded<PumpedFrame>(ReadAhead);
        _reading = Task.Factory.StartNew(ReadAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Frames that were not sent because a newer one came first.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>The frames to send; whoever takes one disposes it. Fails when the source does.</summary>
    public IAsyncEnumerable<PumpedFrame> ReadAllAsync(CancellationToken cancellationToken) => _frames.Reader.ReadAllAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_frames.Reader.TryRead(out var left))
            left.Frame.Dispose();
        _stopping.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested && _source.Read() is { } frame)
            {
                if (!_gate.Pass(frame.Time, _framesPerSecond))
                {
                    frame.Dispose();
                    continue;
                }

                try
                {
                    if (_pacer != null)
                        await _pacer.WaitAsync(frame.Time, _stopping.Token);
                    await _frames.Writer.WriteAsync(new PumpedFrame(frame, _time.GetTimestamp()), _stopping.Token);
                }
                catch
                {
                    frame.Dispose();
                    throw;
                }
            }

            _frames.Writer.TryComplete();
        }
        catch (Exception e)
        {
            _frames.Writer.TryComplete(_stopping.IsCancellationRequested ? null : e);
        }
    }

    private void Skip(PumpedFrame old)
    {
        old.Frame.Dispose();
        Interlocked.Increment(ref _skipped);
    }
}
