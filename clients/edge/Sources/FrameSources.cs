using System.Globalization;
using EmotionGrpc.Edge.Commands;

namespace EmotionGrpc.Edge.Sources;

/// <summary>Finds out what a source is and opens it.</summary>
internal static class FrameSources
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private const string Allowed = "allowed are a camera index (0, 1, ...), an rtsp:// or http:// URL, a video file, and a folder of pictures";

    /// <summary>Opens a source.</summary>
    /// <param name="source">As the user typed it.</param>
    /// <param name="framesPerSecond">At which speed a folder is played; null: the default.</param>
    /// <param name="patience">Without a frame for so long a stream from the network counts as ended; null: the default.</param>
    /// <exception cref="EdgeException">It cannot be opened.</exception>
    public static IFrameSource Open(string source, double? framesPerSecond, TimeSpan? patience = null)
    {
        if (Directory.Exists(source))
            return new PictureFolderSource(source, framesPerSecond);
        if (File.Exists(source))
            return CaptureSource.OpenFile(source);
        if (int.TryParse(source, NumberStyles.None, CultureInfo.InvariantCulture, out var camera))
            return CaptureSource.OpenCamera(camera);
        if (Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.Scheme is ("rtsp" or "rtsps" or "http" or "https"))
            return new NetworkStream(source, patience ?? s_patience);
        throw new EdgeException(ExitCode.SourceNotOpened, $"There is no file or folder '{source}'; {Allowed}.");
    }
}
