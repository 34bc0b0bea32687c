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
    public static void ToFloat(Mat pixels, ModelInput input, float[] tensor)
    {
        if (pixels.Width != input.Width || pixels.Height != input.Height)
            throw new ArgumentException($"The pixels are {pixels.Width}x{pixels.Height}, the model wants {input.Width}x{input.Height}.", nameof(pixels));

        using var gray = input.Color == ModelColor.Gray ? pixels.CvtColor(ColorConversionCodes.BGR2GRAY) : null;
        var source = gray ?? pixels;
        var channels = source.Channels();
        var area = input.Width * input.Height;
        for (var c = 0; c < channels; c++)
        {
            var to = input.Color == ModelColor.Rgb ? channels - 1 - c : c;
            var mean = input.Mean.Count > to ? input.Mean[to] : 0;
            var scale = 1 / (input.Deviation.Count > to ? input.Deviation[to] : 1);
            for (var y = 0; y < input.Height; y++)
            {
                var row = Row(source, y, channels * input.Width);
                if (input.Layout == ModelLayout.Nchw)
                {
                    var target = tensor.AsSpan((to * area) + (y * input.Width), input.Width);
                    for (var x = 0; x < target.Length; x++)
                        target[x] = (row[(x * channels) + c] - mean) * scale;
                }
                else
                {
                    var target = tensor.AsSpan(y * input.Width * channels, input.Width * channels);
                    for (var x = to; x < target.Length; x += channels)
                        target[x] = (row[x - to + c] - mean) * scale;
                }
            }
        }
    }

    /// <summary>Hands over pixels as they are, red first, channels last.</summary>
    /// <param name="pixels">8-bit BGR.</param>
    /// <param name="bytes">Filled with 3 x width x height bytes; what lies behind stays as it is.</param>
    public static void ToRgbBytes(Mat pixels, byte[] bytes)
    {
        var (width, height) = (pixels.Width, pixels.Height);
        for (var y = 0; y < height; y++)
        {
            var row = Row(pixels, y, 3 * width);
            var target = bytes.AsSpan(y * row.Length, row.Length);
            for (var x = 0; x < row.Length; x += 3)
            {
                target[x] = row[x + 2];
                target[x + 1] = row[x + 1];
                target[x + 2] = row[x];
            }
        }
    }

    private static unsafe ReadOnlySpan<byte> Row(Mat pixels, int y, int length) =>
        new(pixels.Ptr(y).ToPointer(), length);
}
