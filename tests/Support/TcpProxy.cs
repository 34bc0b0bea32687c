using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace EmotionGrpc.TestSupport;

/// <summary>A link between two sockets that a test can cut, reset, stall, slow down and delay.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private const int ChunkBytes = 4096;
    // What is under way in one direction: the send and receive buffers of a link, not of a data centre.
    private const int ChunksUnderWay = 16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Link, Task> _links = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _stalled;
    private long _bytesPerSecond = long.MaxValue;
    private long _delayTicks;

    /// <param name="target">Port of the loopback that connections are passed on to.</param>
    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Its address.</summary>
    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>Ends all connections in order (FIN) or at once (RST).</summary>
    public void Cut(bool reset = false)
    {
        foreach (var link in _links.Keys)
            link.Close(reset);
    }

    /// <summary>Nothing passes any more, but connections stay, as when a cable is pulled; new ones are accepted and silent too.</summary>
    public void Stall() => _stalled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Bytes per second in each direction of each connection.</summary>
    public void Throttle(long bytesPerSecond) => Interlocked.Exchange(ref _bytesPerSecond, bytesPerSecond);

    /// <summary>Time that bytes take in each direction.</summary>
    public void Delay(TimeSpan by) => Interlocked.Exchange(ref _delayTicks, by.Ticks);

    /// <summary>A good link again.</summary>
    public void Heal()
    {
        Throttle(long.MaxValue);
        Delay(TimeSpan.Zero);
        var stalled = _stalled;
        _stalled = null;
        stalled?.SetResult();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        Cut(reset: true);
        await _accepting;
        await Task.WhenAll(_links.Values);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_stopping.Token);
                var link = new Link(near);
                // Added before it runs, so that it cannot end before it is known.
                var started = new TaskCompletionSource();
                _links[link] = RunAsync(link, started.Task);
                started.SetResult();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task RunAsync(Link link, Task started)
    {
        await started;
        try
        {
            await link.Far.ConnectAsync(IPAddress.Loopback, _target, _stopping.Token);
            await Task.WhenAll(PassAsync(link.Near, link.Far, link), PassAsync(link.Far, link.Near, link));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut, here or there.
        }
        finally
        {
            link.Close(reset: false);
            _links.TryRemove(link, out _);
        }
    }

    private async Task PassAsync(Socket from, Socket to, Link link)
    {
        var underWay = Channel.CreateBounded<(byte[] Bytes, long Due)>(ChunksUnderWay);
        var writing = WriteAsync(underWay.Reader, to);
        try
        {
            var chunk = new byte[ChunkBytes];
            while (await from.ReceiveAsync(chunk, _stopping.Token) is > 0 and var read)
                await underWay.Writer.WriteAsync((chunk[..read], Environment.TickCount64 + (Interlocked.Read(ref _delayTicks) / TimeSpan.TicksPerMillisecond)), _stopping.Token);
        }
        finally
        {
            underWay.Writer.TryComplete();
            try
            {
                await writing;
            }
            finally
            {
                link.Close(reset: false);
            }
        }
    }

    private async Task WriteAsync(ChannelReader<(byte[] Bytes, long Due)> underWay, Socket to)
    {
        await foreach (var (bytes, due) in underWay.ReadAllAsync(_stopping.Token))
        {
            if (due - Environment.TickCount64 is > 0 and var wait)
                await Task.Delay((int)wait, _stopping.Token);
            if (_stalled is { } stalled)
                await stalled.Task.WaitAsync(_stopping.Token);
            await to.SendAsync(bytes, _stopping.Token);
            if (Interlocked.Read(ref _bytesPerSecond) is < long.MaxValue and var rate)
                await Task.Delay(TimeSpan.FromSeconds((double)bytes.Length / rate), _stopping.Token);
        }
    }

    /// <summary>One connection, both of its halves.</summary>
    private sealed class Link(Socket near)
    {
        public Socket Near { get; } = near;

        public Socket Far { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public void Close(bool reset)
        {
            foreach (var socket in (Socket[])[Near, Far])
            {
                try
                {
                    if (reset)
                        socket.LingerState = new LingerOption(true, 0);
                    socket.Close();
                }
                catch (Exception e) when (e is ObjectDisposedException or SocketException)
                {
                    // Closed already.
                }
            }
        }
    }
}
