using EmotionGrpc.Detection.Geometry;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Pose;

/// <summary>How a frame lies, undistorted and centred, in a model's input; the rest is black.</summary>
/// <param name="Scale">Input pixels per frame pixel.</param>
/// <param name="Left">Input pixels left of the frame.</param>
/// <param name="Top">Input pixels above the frame.</param>
/// <param name="Width">Width of the frame within the input.</param>
/// <param name="Height">Height of the frame within the input.</param>
internal readonly record struct Letterbox(float Scale, int Left, int Top, int Width, int Height)
{
    public static Letterbox Fit(int frameWidth, int frameHeight, int inputWidth, int inputHeight)
    {
        var scale = Math.Min((float)inputWidth / frameWidth, (float)inputHeight / frameHeight);
        var width = Math.Clamp((int)MathF.Round(frameWidth * scale), 1, inputWidth);
        var height = Math.Clamp((int)MathF.Round(frameHeight * scale), 1, inputHeight);
        return new(scale, (inputWidth - width) / 2, (inputHeight - height) / 2, width, height);
    }

    /// <summary>Paints the frame into the input's size.</summary>
    public Mat Paint(Mat frame, int inputWidth, int inputHeight)
    {
        var input = new Mat(inputHeight, inputWidth, MatType.CV_8UC3, Scalar.Black);
        using var inner = new Mat(input, new Rect(Left, Top, Width, Height));
        using InputArray source = frame;
        Cv2.Resize(source, inner, new Size(Width, Height), 0, 0, Scale < 0.5f ? InterpolationFlags.Area : InterpolationFlags.Linear);
        return input;
    }

    /// <summary>Maps a point of the input to the frame.</summary>
    public PixelPoint ToFrame(float x, float y) => new((x - Left) / Scale, (y - Top) / Scale);
}
