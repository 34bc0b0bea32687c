using System.Threading.Channels;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>One who follows a session. A slow reader loses the oldest messages and is told how many; it never slows the session.</summary>
internal sealed class Watcher : IDisposable
{
    private const int Capacity = 64;

    private readonly Channel<WatchResultsResponse> _messages;
    private readonly Action<Watcher> _leave;
    private long _missed;

    public Watcher(Action<Watcher> leave)
    {
        _leave = leave;
        _messages = Channel.CreateBounded<WatchResultsResponse>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _missed));
    }

    public void Tell(WatchResultsResponse message) => _messages.Writer.TryWrite(message);

    public void Complete() => _messages.Writer.TryComplete();

    public async IAsyncEnumerable<WatchResultsResponse> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var message in _messages.Reader.ReadAllAsync(cancellationToken))
        {
            var missed = Interlocked.Exchange(ref _missed, 0);
            if (missed > 0)
                yield return new WatchResultsResponse { Gap = new WatchGap { Messages = (ulong)missed } };
            yield return message;
        }
    }

    public void Dispose() => _leave(this);
}
