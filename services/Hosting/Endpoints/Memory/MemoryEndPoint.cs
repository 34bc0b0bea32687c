using System.Net;
using System.Net.Sockets;

namespace EmotionGrpc.Hosting.Endpoints.Memory;

/// <summary>Where a service listens that is called by others of its process only: <c>memory:NAME</c>.</summary>
internal sealed class MemoryEndPoint(string name) : EndPoint
{
    /// <summary>Before the name, in settings.</summary>
    public const string Scheme = "memory:";

    /// <summary>One listener of a process has it.</summary>
    public string Name { get; } = name;

    // Asked for by Kestrel's metrics.
    public override AddressFamily AddressFamily => AddressFamily.Unspecified;

    public override string ToString() => Scheme + Name;
}
