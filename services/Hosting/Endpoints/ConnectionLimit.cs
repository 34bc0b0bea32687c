using System.Net;
using System.Net.Sockets;
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
        var address = Owner((connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None);
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

    // A network of IPv6 gives each of its members a whole block of addresses (/64), so the block counts.
    private static IPAddress Owner(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var block = address.GetAddressBytes();
        block.AsSpan(block.Length / 2).Clear();
        return new IPAddress(block);
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
