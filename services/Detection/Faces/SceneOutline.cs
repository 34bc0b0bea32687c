using OpenCvSharp;

namespace EmotionGrpc.Detection.Faces;

/// <summary>What a frame shows, in few gray pixels: enough to see that nobody has come.</summary>
internal sealed class SceneOutline
{
    // Blocks of 10x10 pixels in 640x360: a face of 16, hardly larger than the smallest that is found, covers one of them.
    private const int Columns = 64;
    private const int Rows = 36;

    // Gray levels by which the mean of a block differs once there is something else: above what noise and the settling of a webcam leave within a second. Colours vary more.
    private const float Change = 10;

    private readonly Size _frame;
    private readonly byte[] _blocks;

    private SceneOutline(Size frame, byte[] blocks) => (_frame, _blocks) = (frame, blocks);

    /// <summary>The outline of a frame, 8-bit BGR.</summary>
    public static SceneOutline Of(Mat frame)
    {
        using var small = new Mat();
        using var gray = new Mat();
        using (InputArray source = frame)
            Cv2.Resize(source, small, new Size(Columns, Rows), 0, 0, InterpolationFlags.Area);
        using (InputArray source = small)
            Cv2.CvtColor(source, gray, ColorConversionCodes.BGR2GRAY);
        return new SceneOutline(frame.Size(), gray.AsSpan<byte>().ToArray());
    }

    /// <summary>Whether another frame, of the same size, shows the same; it may be lighter or darker as a whole.</summary>
    public bool IsSameAs(SceneOutline other)
    {
        if (_frame != other._frame)
            return false;
        var light = 0f;
        for (var i = 0; i < _blocks.Length; i++)
            light += _blocks[i] - other._blocks[i];
        light /= _blocks.Length;
        for (var i = 0; i < _blocks.Length; i++)
        {
            if (MathF.Abs(_blocks[i] - other._blocks[i] - light) > Change)
                return false;
        }

        return true;
    }
}
