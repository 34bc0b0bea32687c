namespace EmotionGrpc.TestSupport;

/// <summary>Names Unix sockets.</summary>
public static class UnixSockets
{
    /// <summary>The path of a socket that nobody listens on.</summary>
    /// <param name="name">What the path begins with, for instance the service's name.</param>
    public static string Free(string name) => Path.Combine(Path.GetTempPath(), $"{name}-{Guid.NewGuid():N}.sock");
}
