using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Hosting.Endpoints;

/// <summary>Counts connections from their first byte on, TLS handshake included, in total and per address.</summary>
internal sealed class ConnectionLimit(ConnectionOptions options, ILogger<ConnectionLimit> logger, TimeProvider time)
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private int _total;
    private int _refused;
    private long? _told;

    /// <summary>Counts a connection until it is closed; false: there are too many, it must be dropped.</summary>
    public bool TryEnter(ConnectionContext connection)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        lock (_lock)
        {
            var here = _perAddress.GetValueOrDefault(address);
            if (_total >= options.Total || here >= options.PerAddress)
            {
                Tell(address);
                return false;
            }

            _total++;
            _perAddress[address] = here + 1;
        }

        connection.ConnectionClosed.Register(() => Leave(address));
        return true;
    }

    private void Leave(IPAddress address)
    {
        lock (_lock)
        {
            _total--;
            if (--_perAddress[address] == 0)
                _perAddress.Remove(address);
        }
    }

    // A flood must not become a flood of log lines.
    private void Tell(IPAddress address)
    {
        _refused++;
        if (_told is { } told && time.GetElapsedTime(told) < s_quiet)
            return;
        _told = time.GetTimestamp();
        HostingLog.TooManyConnections(logger, _refused, address, _total);
        _refused = 0;
    }
}
