using System.Net;
using System.Net.Sockets;

namespace EmotionGrpc.Hosting.Endpoints.Memory;

/// <summary>Where a service listens that is called by others of its process only: <c>memory:NAME</c>.</summary>
internal sealed class MemoryEndPoint(string name) : EndPoint
{
    /// <summary>Before the name, in settings.</summary>
    private const string Scheme = "memory:";

    /// <summary>One listener of a process has it.</summary>
    public string Name { get; } = name;

    // Asked for by Kestrel's metrics.
    public override AddressFamily AddressFamily => AddressFamily.Unspecified;

    /// <summary>The name in a setting; null: it is an address of another kind, or has no name.</summary>
    public static string? NameOf(string text) =>
        text.StartsWith(Scheme, StringComparison.Ordinal) && text.Length > Scheme.Length ? text[Scheme.Length..] : null;

    public override string ToString() => Scheme + Name;
}
