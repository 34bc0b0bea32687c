using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Hosting.Endpoints;

/// <summary>
/// Lets one cleartext TCP port serve HTTP/1.1 (browsers, probes, Prometheus) and HTTP/2 with prior knowledge (gRPC).
/// Without TLS there is no ALPN, and Kestrel then takes HTTP/1.1 for granted (dotnet/aspnetcore issue 56984), so the port is
/// bound once and every connection is handed to one of two Kestrel endpoints by its first bytes: HTTP/2 connections begin with the
/// preface of RFC 9113, section 3.4.
/// </summary>
internal sealed class SharedPortListenerFactory(SocketTransportFactory sockets, ConnectionLimit limit, ILogger<SharedPortListenerFactory> logger)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly Dictionary<(IPAddress, int), SharedPort> _ports = [];

    public bool CanBind(EndPoint endpoint) => endpoint is SharedPortEndPoint;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var shared = (SharedPortEndPoint)endpoint;
        // Kestrel binds its endpoints one after the other.
        if (!_ports.TryGetValue((shared.Address, shared.Port), out var port))
        {
            var listener = await sockets.BindAsync(new IPEndPoint(shared.Address, shared.Port), cancellationToken);
            port = new SharedPort(listener, limit, logger);
            _ports.Add((shared.Address, shared.Port), port);
        }

        return port.Side(shared.Protocol == HttpProtocols.Http2);
    }
}
