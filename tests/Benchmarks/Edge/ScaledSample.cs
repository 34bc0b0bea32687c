using System.Diagnostics;
using EmotionGrpc.TestSupport;
using OpenCvSharp;

namespace EmotionGrpc.Benchmarks.Edge;

/// <summary>The sample video at another size, played in a loop, as a camera of that size would show it.</summary>
internal static class ScaledSample
{
    /// <summary>Makes the video by the program ffmpeg.</summary>
    public static void Make(string path, int width, int height, int seconds)
    {
        using var ffmpeg = Process.Start("ffmpeg", [
            "-v", "error", "-y", "-stream_loop", "-1", "-i", Repository.SampleVideo, "-t", $"{seconds}",
            "-vf", $"scale={width}:{height}:force_original_aspect_ratio=increase,crop={width}:{height},fps=10", "-c:v", "libx264", "-preset", "veryfast", path]);
        ffmpeg.WaitForExit();
        if (ffmpeg.ExitCode != 0)
            throw new InvalidOperationException("ffmpeg could not make the video.");
    }

    /// <summary>Milliseconds of CPU that reading one frame of it takes.</summary>
    public static double CaptureCost(string path)
    {
        using var capture = new VideoCapture(path, VideoCaptureAPIs.FFMPEG);
        using var pixels = new Mat();
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var frames = 0;
        while (capture.Read(pixels) && !pixels.Empty())
            frames++;
        self.Refresh();
        return (self.TotalProcessorTime - before).TotalMilliseconds / frames;
    }
}
