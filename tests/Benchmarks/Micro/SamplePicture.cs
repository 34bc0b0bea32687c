using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>The first frame of the sample video at another size.</summary>
internal static class SamplePicture
{
    public const string Small = "640x360";
    public const string Large = "1280x720";
    public const string Huge = "3840x2160";

    // Makes a file of about 28 KiB at the smaller size, which is what cameras send.
    private const int Quality = 96;

    /// <summary>A JPEG file of the frame, scaled until it fills the size.</summary>
    /// <param name="size">For instance "640x360".</param>
    public static Image Jpeg(string size)
    {
        int[] sides = [.. size.Split('x').Select(int.Parse)];
        return Images.Jpeg(Video.Frames(Repository.SampleVideo).Select(f => Encode(f, sides[0], sides[1])).First());
    }

    private static ByteString Encode(Mat frame, int width, int height)
    {
        var scale = Math.Max((double)width / frame.Width, (double)height / frame.Height);
        using var scaled = frame.Resize(new Size(Math.Ceiling(frame.Width * scale), Math.Ceiling(frame.Height * scale)), 0, 0, InterpolationFlags.Linear);
        using var cut = new Mat(scaled, new Rect((scaled.Width - width) / 2, (scaled.Height - height) / 2, width, height));
        Cv2.ImEncode(".jpg", cut, out var jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, Quality));
        return UnsafeByteOperations.UnsafeWrap(jpeg);
    }
}
