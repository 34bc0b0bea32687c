using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using EmotionGrpc.Hosting.Endpoints.Memory.Calls;
using EmotionGrpc.Hosting.Endpoints.Memory.Requests;
using Microsoft.AspNetCore.Connections;

namespace EmotionGrpc.Hosting.Endpoints.Memory;

/// <summary>Takes connections from the same process.</summary>
internal sealed class MemoryListener : IConnectionListener
{
    private static readonly ConcurrentDictionary<string, MemoryListener> s_listeners = new(StringComparer.Ordinal);

    private readonly MemoryEndPoint _endPoint;
    private readonly Channel<MemoryConnection> _waiting = Channel.CreateUnbounded<MemoryConnection>();

    private MemoryListener(MemoryEndPoint endPoint, MemoryCalls calls, MemoryRequests requests) => (_endPoint, Calls, Requests) = (endPoint, calls, requests);

    public EndPoint EndPoint => _endPoint;

    /// <summary>The service's methods, for callers that bring messages.</summary>
    public MemoryCalls Calls { get; }

    /// <summary>The service, for those who bring requests that they have received.</summary>
    public MemoryRequests Requests { get; }

    /// <param name="endPoint">Where.</param>
    /// <param name="calls">The service's methods.</param>
    /// <param name="requests">The service.</param>
    /// <exception cref="AddressInUseException">Another one listens there.</exception>
    public static MemoryListener Bind(MemoryEndPoint endPoint, MemoryCalls calls, MemoryRequests requests)
    {
        var listener = new MemoryListener(endPoint, calls, requests);
        return s_listeners.TryAdd(endPoint.Name, listener) ? listener : throw new AddressInUseException($"Another service of this process listens at {endPoint}.");
    }

    /// <summary>Who listens there; null: nobody does.</summary>
    public static MemoryListener? Find(string name) => s_listeners.GetValueOrDefault(name);

    /// <summary>Connects to whoever listens there.</summary>
    /// <exception cref="SocketException">Nobody does, as a socket says it.</exception>
    public static Stream Connect(string name)
    {
        var connection = new MemoryConnection(new MemoryEndPoint(name));
        return s_listeners.TryGetValue(name, out var listener) && listener._waiting.Writer.TryWrite(connection)
            ? connection.Client
            : throw new SocketException((int)SocketError.ConnectionRefused);
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _waiting.Reader.WaitToReadAsync(cancellationToken) && _waiting.Reader.TryRead(out var connection) ? connection : null;

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        s_listeners.TryRemove(KeyValuePair.Create(_endPoint.Name, this));
        if (!_waiting.Writer.TryComplete())
            return;
        // What nobody will accept any more.
        while (_waiting.Reader.TryRead(out var connection))
        {
            connection.Abort();
            await connection.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
