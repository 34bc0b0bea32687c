using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace EmotionGrpc.Hosting.Endpoints;

/// <summary>Where a service listens: <c>http://HOST:PORT</c> (HOST: an IP address, localhost or *) or <c>unix:/PATH</c>.</summary>
internal sealed record ListenAddress(IPEndPoint? Tcp, string? UnixPath)
{
    public const string Allowed = "allowed are http://ADDRESS:PORT (ADDRESS: an IP address, localhost, or * for all) and unix:/PATH";

    public static bool TryParse(string? text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        if (text.StartsWith("unix:", StringComparison.Ordinal))
        {
            var path = text["unix:".Length..];
            if (!Path.IsPathRooted(path))
                return false;
            address = new ListenAddress(null, path);
            return true;
        }

        const string scheme = "http://";
        if (!text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = text[scheme.Length..].TrimEnd('/');
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
        address = new ListenAddress(new IPEndPoint(ip, port), null);
        return true;
    }
}
