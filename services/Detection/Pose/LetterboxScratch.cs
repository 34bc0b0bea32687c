using OpenCvSharp;

namespace EmotionGrpc.Detection.Pose;

/// <summary>What a thread paints frames into, kept from one to the next: most have the size of the one before.</summary>
internal static class LetterboxScratch
{
    [ThreadStatic]
    private static Mat? t_whole;

    [ThreadStatic]
    private static Mat? t_inner;

    [ThreadStatic]
    private static Letterbox t_letterbox;

    /// <summary>An input with the place of the frame in it, which is to be overwritten; around it is black. The calling thread's until it asks for the next.</summary>
    public static (Mat Whole, Mat Inner) Picture(Letterbox letterbox, int width, int height)
    {
        if (t_whole is null || t_inner is null || letterbox != t_letterbox || t_whole.Width != width || t_whole.Height != height)
        {
            t_inner?.Dispose();
            t_whole?.Dispose();
            t_whole = new Mat(height, width, MatType.CV_8UC3, Scalar.Black);
            t_inner = new Mat(t_whole, new Rect(letterbox.Left, letterbox.Top, letterbox.Width, letterbox.Height));
            t_letterbox = letterbox;
        }

        return (t_whole, t_inner);
    }
}
