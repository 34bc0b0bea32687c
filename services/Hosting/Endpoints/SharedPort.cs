using System.Buffers;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Hosting.Endpoints;

/// <summary>A bound port whose connections are sorted into HTTP/1.1 and HTTP/2.</summary>
internal sealed class SharedPort : IAsyncDisposable
{
    // A client that connects and says nothing must not hold a socket for ever.
    private static readonly TimeSpan s_firstBytesWithin = TimeSpan.FromSeconds(10);

    private readonly IConnectionListener _listener;
    private readonly ConnectionLimit _limit;
    private readonly ILogger _logger;
    private readonly Channel<ConnectionContext> _http1 = Channel.CreateUnbounded<ConnectionContext>();
    private readonly Channel<ConnectionContext> _http2 = Channel.CreateUnbounded<ConnectionContext>();
    private readonly Task _accepting;

    public SharedPort(IConnectionListener listener, ConnectionLimit limit, ILogger logger)
    {
        _listener = listener;
        _limit = limit;
        _logger = logger;
        _accepting = Task.Run(AcceptAsync);
    }

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public IConnectionListener Side(bool http2) => new PortSide(this, http2 ? _http2.Reader : _http1.Reader);

    public async ValueTask DisposeAsync()
    {
        await _listener.UnbindAsync();
        await _accepting;
        await _listener.DisposeAsync();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (await _listener.AcceptAsync() is { } connection)
                _ = _limit.TryEnter(connection) ? SortAsync(connection) : DropAsync(connection);
        }
        catch (Exception e)
        {
            HostingLog.AcceptFailed(_logger, e);
        }

        _http1.Writer.TryComplete();
        _http2.Writer.TryComplete();
    }

    private static async Task DropAsync(ConnectionContext connection)
    {
        connection.Abort();
        await connection.DisposeAsync();
    }

    private async Task SortAsync(ConnectionContext connection)
    {
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
            timeout.CancelAfter(s_firstBytesWithin);
            var side = await SpeaksHttp2Async(connection, timeout.Token) ? _http2 : _http1;
            if (side.Writer.TryWrite(connection))
                return;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionResetException)
        {
            // It went away or said nothing: nobody waits for an answer.
        }

        await connection.DisposeAsync();
    }

    private static async ValueTask<bool> SpeaksHttp2Async(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            var decided = Decide(buffer, out var http2) || read.IsCompleted;
            // Nothing is consumed: Kestrel reads the preface itself. When undecided, all is marked examined so that the next read waits for more.
            input.AdvanceTo(buffer.Start, decided ? buffer.Start : buffer.End);
            if (decided)
                return http2;
        }
    }

    private static bool Decide(in ReadOnlySequence<byte> buffer, out bool http2)
    {
        Span<byte> first = stackalloc byte[Preface.Length];
        first = first[..(int)Math.Min(buffer.Length, first.Length)];
        buffer.Slice(0, first.Length).CopyTo(first);
        var same = Preface.StartsWith(first);
        http2 = same && first.Length == Preface.Length;
        return http2 || !same;
    }

    private sealed class PortSide(SharedPort port, ChannelReader<ConnectionContext> connections) : IConnectionListener
    {
        public EndPoint EndPoint => port._listener.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await connections.WaitToReadAsync(cancellationToken))
            {
                if (connections.TryRead(out var connection))
                    return connection;
            }

            return null;
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default) => await port._listener.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => port.DisposeAsync();
    }
}
