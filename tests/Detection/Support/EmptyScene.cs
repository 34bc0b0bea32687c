using EmotionGrpc.TestSupport;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tests.Support;

/// <summary>What a camera sees while nobody is there: the left of the sample video and its mirror image, with the noise and the drift of light that it has.</summary>
internal static class EmptyScene
{
    private const double Share = 0.2;
    private const int FramesPerSecond = 25;

    /// <summary>A frame of each second, 8-bit BGR; the caller disposes of them.</summary>
    public static IEnumerable<Mat> Seconds()
    {
        foreach (var frame in Video.Frames(Repository.SampleVideo).Where((_, i) => i % FramesPerSecond == 0))
        {
            using var left = new Mat(frame, new Rect(0, 0, (int)(frame.Width * Share), frame.Height * 3 / 4));
            using var mirrored = left.Flip(FlipMode.Y);
            using var scene = new Mat();
            Cv2.HConcat([left, mirrored, left, mirrored, left], scene);
            yield return scene.Resize(new Size(640, 360));
        }
    }
}
