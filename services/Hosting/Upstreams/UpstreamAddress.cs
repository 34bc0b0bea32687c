using System.Diagnostics.CodeAnalysis;
using EmotionGrpc.Hosting.Endpoints;
using EmotionGrpc.Hosting.Endpoints.Memory;

namespace EmotionGrpc.Hosting.Upstreams;

/// <summary>Where another service is: <c>http://HOST:PORT</c>, <c>https://HOST:PORT</c> or <c>unix:/PATH</c>, or within a process <c>memory:NAME</c>.</summary>
/// <param name="Uri">What requests are addressed to.</param>
/// <param name="UnixPath">The socket, when it is one.</param>
/// <param name="MemoryName">The name within the process, when it is one.</param>
public sealed record UpstreamAddress(Uri Uri, string? UnixPath, string? MemoryName = null)
{
    /// <summary>Sentence part for errors.</summary>
    public const string Allowed = "allowed are http://HOST:PORT, https://HOST:PORT and unix:/PATH (of at most 107 bytes)";

    /// <summary>Reads an address.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out UpstreamAddress? address)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        if (text.StartsWith("unix:", StringComparison.Ordinal))
        {
            var path = text["unix:".Length..];
            if (!UnixSocketPath.IsUsable(path))
                return false;
            address = new UpstreamAddress(new Uri("http://localhost"), path);
            return true;
        }

        if (MemoryEndPoint.NameOf(text) is { } name)
        {
            address = new UpstreamAddress(new Uri("http://localhost"), null, name);
            return true;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Port < 1)
            return false;
        address = new UpstreamAddress(uri, null);
        return true;
    }

    /// <summary>Whether it is reached over TCP.</summary>
    public bool IsTcp => UnixPath is null && MemoryName is null;

    /// <summary>Whether the host is a name that DNS has to know, and may know several addresses for.</summary>
    public bool IsName => IsTcp && HasName(Uri);

    /// <inheritdoc cref="IsName"/>
    public static bool HasName(Uri uri) => uri.HostNameType == UriHostNameType.Dns && !uri.IsLoopback;

    /// <inheritdoc/>
    public override string ToString() => UnixPath is { } path ? $"unix:{path}" : MemoryName is { } name ? new MemoryEndPoint(name).ToString() : Uri.GetLeftPart(UriPartial.Authority);
}
