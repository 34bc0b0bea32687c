using System.Runtime.InteropServices;

namespace EmotionGrpc.Eval.Media;

/// <summary>The video decoder's own log.</summary>
internal static partial class DecoderLog
{
    /// <summary>
    /// Keeps the decoder from writing to standard error: what it cannot read is counted and named by the report.
    /// The decoder reads the C library's environment, which .NET's own does not reach.
    /// </summary>
    public static void Silence()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetEnvironment("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
