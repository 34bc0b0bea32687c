using System.Diagnostics.CodeAnalysis;
using System.Net;
using EmotionGrpc.Hosting.Endpoints.Memory;

namespace EmotionGrpc.Hosting.Endpoints;

/// <summary>Where a service listens: <c>http://HOST:PORT</c> or <c>https://HOST:PORT</c> (HOST: an IP address, localhost or *) or <c>unix:/PATH</c>, or within a process <c>memory:NAME</c>.</summary>
public sealed record ListenAddress
{
    internal const string Allowed = "allowed are http://ADDRESS:PORT, https://ADDRESS:PORT (ADDRESS: an IP address, localhost, or * for all) and unix:/PATH (of at most 107 bytes)";

    private ListenAddress(IPEndPoint? tcp, string? unixPath, string? memoryName, bool tls) => (Tcp, UnixPath, MemoryName, Tls) = (tcp, unixPath, memoryName, tls);

    /// <summary>The TCP address, when it is one.</summary>
    public IPEndPoint? Tcp { get; }

    /// <summary>The socket, when it is one.</summary>
    public string? UnixPath { get; }

    /// <summary>The name within the process, when only services of the process can reach it.</summary>
    public string? MemoryName { get; }

    /// <summary>Whether it is https.</summary>
    public bool Tls { get; }

    /// <summary>Whether only programs of this machine can reach it.</summary>
    public bool IsLocal => Tcp is null || IPAddress.IsLoopback(Tcp.Address);

    /// <summary>Reads an address.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        if (text.StartsWith("unix:", StringComparison.Ordinal))
        {
            var path = text["unix:".Length..];
            if (!UnixSocketPath.IsUsable(path))
                return false;
            address = new ListenAddress(null, path, null, tls: false);
            return true;
        }

        if (MemoryEndPoint.NameOf(text) is { } name)
        {
            address = new ListenAddress(null, null, name, tls: false);
            return true;
        }

        var tls = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!tls && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..].TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(rest[(colon + 1)..], out var port))
            return false;
        var host = rest[..colon];
        var ip = host switch
        {
            "localhost" => IPAddress.Loopback,
            "*" or "+" => IPAddress.IPv6Any,
            _ => IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed : null,
        };
        if (ip is null)
            return false;
        address = new ListenAddress(new IPEndPoint(ip, port), null, null, tls);
        return true;
    }
}
