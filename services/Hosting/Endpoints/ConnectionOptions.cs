namespace EmotionGrpc.Hosting.Endpoints;

/// <summary>How many connections a service takes, so that nobody can use up its handles and memory by connecting.</summary>
public sealed class ConnectionOptions
{
    /// <summary>Connections at once, 1 to 1000000. Default 4096.</summary>
    public int Total { get; set; } = 4096;

    /// <summary>Connections at once from one IP address (IPv6: one /64), 1 to 1000000. Default 512: a site behind one address, with room; one address must not take all.</summary>
    public int PerAddress { get; set; } = 512;

    /// <summary>
    /// Calls at once on one connection, 1 to 10000. Default 1000 for services, whose callers are few and trusted; 100 at the gateway, as RFC 9113
    /// recommends: Kestrel ends a connection that has opened and reset twice as many in a moment.
    /// </summary>
    public int Streams { get; set; } = 1000;
}
