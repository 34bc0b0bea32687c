using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Inference.Images;
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

    /// <summary>Paints the frame into the model's input.</summary>
    /// <param name="frame">8-bit BGR.</param>
    /// <param name="inputWidth">Width of the input in pixels.</param>
    /// <param name="inputHeight">Height of the input in pixels.</param>
    /// <param name="bytes">Filled as by <see cref="PixelTensor.ToRgbBytes"/>.</param>
    public void Paint(Mat frame, int inputWidth, int inputHeight, byte[] bytes)
    {
        var (whole, inner) = LetterboxScratch.Picture(this, inputWidth, inputHeight);
        using InputArray source = frame;
        Cv2.Resize(source, inner, new Size(Width, Height), 0, 0, Scale < 0.5f ? InterpolationFlags.Area : InterpolationFlags.Linear);
        PixelTensor.ToRgbBytes(whole, bytes);
    }

    /// <summary>Maps a point of the input to the frame.</summary>
    public PixelPoint ToFrame(float x, float y) => new((x - Left) / Scale, (y - Top) / Scale);
}
