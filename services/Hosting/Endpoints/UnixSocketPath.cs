using System.Text;

namespace EmotionGrpc.Hosting.Endpoints;

/// <summary>Where a Unix socket may lie.</summary>
internal static class UnixSocketPath
{
    // sun_path has 108 bytes, the last of them zero (unix(7)).
    private const int MaximumBytes = 107;

    /// <summary>Whether a path is from the root and short enough.</summary>
    public static bool IsUsable(string path) => Path.IsPathRooted(path) && Encoding.UTF8.GetByteCount(path) <= MaximumBytes;
}
