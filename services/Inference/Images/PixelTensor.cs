using EmotionGrpc.Inference.Models;
using OpenCvSharp;

namespace EmotionGrpc.Inference.Images;

/// <summary>Turns pixels into a model's input.</summary>
public static class PixelTensor
{
    /// <summary>Normalises pixels as model.json says: (pixel - mean) / deviation, in the model's order of channels and dimensions.</summary>
    /// <param name="pixels">8-bit BGR, in the model's width and height.</param>
    /// <param name="input">What the model wants.</param>
    /// <param name="tensor">Filled with one item: channels x width x height elements; what lies behind stays as it is.</param>
    public static unsafe void ToFloat(Mat pixels, ModelInput input, float[] tensor)
    {
        if (pixels.Width != input.Width || pixels.Height != input.Height)
            throw new ArgumentException($"The pixels are {pixels.Width}x{pixels.Height}, the model wants {input.Width}x{input.Height}.", nameof(pixels));

        using var gray = input.Color == ModelColor.Gray ? pixels.CvtColor(ColorConversionCodes.BGR2GRAY) : null;
        var source = gray ?? pixels;
        var channels = source.Channels();
        CheckRoom(tensor.Length, channels, pixels);
        var (rows, columns, step) = (source.Rows, source.Cols, source.Step());
        var planar = input.Layout == ModelLayout.Nchw;
        // A byte has 256 values: each is normalised once. OpenCV would do as well, with some twenty objects a picture.
        Span<float> values = stackalloc float[256];
        fixed (float* start = tensor, normalised = values)
        {
            for (var c = 0; c < channels; c++)
            {
                Normalise(values, input, c);
                var from = source.DataPointer + (input.Color == ModelColor.Rgb ? channels - 1 - c : c);
                var to = start + (planar ? c * rows * columns : c);
                for (var y = 0; y < rows; y++)
                {
                    var pixel = from + (y * step);
                    for (var x = 0; x < columns; x++, pixel += channels, to += planar ? 1 : channels)
                        *to = normalised[*pixel];
                }
            }
        }
    }

    /// <summary>Hands over pixels as they are, red first, channels last.</summary>
    /// <param name="pixels">8-bit BGR.</param>
    /// <param name="bytes">Filled with 3 x width x height bytes; what lies behind stays as it is.</param>
    public static unsafe void ToRgbBytes(Mat pixels, byte[] bytes)
    {
        CheckRoom(bytes.Length, pixels.Channels(), pixels);
        fixed (byte* start = bytes)
        {
            // OpenCV writes into what it is given as long as size and type are what it would have made itself.
            using var target = Mat.FromPixelData(pixels.Rows, pixels.Cols, MatType.CV_8UC3, (nint)start);
            Cv2.CvtColor(pixels, target, ColorConversionCodes.BGR2RGB);
        }
    }

    private static void CheckRoom(int room, int channels, Mat pixels)
    {
        if (room < channels * pixels.Rows * pixels.Cols)
            throw new ArgumentException($"The tensor has {room} elements, {pixels.Width}x{pixels.Height} pixels of {channels} channels need more.");
    }

    private static void Normalise(Span<float> values, ModelInput input, int channel)
    {
        var mean = input.Mean.Count > channel ? input.Mean[channel] : 0;
        var deviation = input.Deviation.Count > channel ? input.Deviation[channel] : 1;
        for (var i = 0; i < values.Length; i++)
            values[i] = (i - mean) / deviation;
    }
}
