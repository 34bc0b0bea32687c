using System.Runtime.Intrinsics;
using EmotionGrpc.Inference.Models;
using OpenCvSharp;

namespace EmotionGrpc.Inference.Images;

/// <summary>Turns pixels into a model's input. OpenCV would do as well, with some twenty objects a picture.</summary>
public static class PixelTensor
{
    // Four pixels of three channels, or twelve of one: the least whole number of both pixels and vectors of floats.
    private const int Step = 12;

    [ThreadStatic]
    private static Mat? t_gray;

    private static readonly Vector128<byte> s_asTheyAre = Vector128.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, (byte)15);
    private static readonly Vector128<byte> s_redFirst = Vector128.Create(2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9, 14, 13, 12, (byte)15);

    /// <summary>Normalises pixels as model.json says: (pixel - mean) / deviation, in the model's order of channels and dimensions.</summary>
    /// <param name="pixels">8-bit BGR, in the model's width and height.</param>
    /// <param name="input">What the model wants.</param>
    /// <param name="tensor">Filled with one item: channels x width x height elements; what lies behind stays as it is.</param>
    public static unsafe void ToFloat(Mat pixels, ModelInput input, float[] tensor)
    {
        if (pixels.Width != input.Width || pixels.Height != input.Height)
            throw new ArgumentException($"The pixels are {pixels.Width}x{pixels.Height}, the model wants {input.Width}x{input.Height}.", nameof(pixels));

        var source = input.Color == ModelColor.Gray ? Gray(pixels) : pixels;
        var channels = source.Channels();
        CheckRoom(tensor.Length, channels, pixels);
        var (plane, step) = (source.Rows * source.Cols, source.Step());
        // Without gaps between its rows a picture is one long row.
        var (rows, columns) = source.IsContinuous() ? (1, plane) : (source.Rows, source.Cols);
        fixed (float* to = tensor)
        {
            for (var y = 0; y < rows; y++)
            {
                var from = source.DataPointer + (y * step);
                if (input.Layout == ModelLayout.Nchw && channels > 1)
                    Planes(from, to + (y * columns), columns, plane, input);
                else
                    Interleaved(from, to + (y * columns * channels), columns * channels, channels, input);
            }
        }
    }

    /// <summary>Hands over pixels as they are, red first, channels last.</summary>
    /// <param name="pixels">8-bit BGR.</param>
    /// <param name="bytes">Filled with 3 x width x height bytes; what lies behind stays as it is.</param>
    public static unsafe void ToRgbBytes(Mat pixels, byte[] bytes)
    {
        CheckRoom(bytes.Length, 3, pixels);
        var (rows, length, step) = (pixels.Rows, 3 * pixels.Cols, pixels.Step());
        var from = pixels.DataPointer;
        fixed (byte* to = bytes)
        {
            for (var y = 0; y < rows; y++)
                RedFirst(from + (y * step), to + (y * length), length);
        }
    }

    private static unsafe void RedFirst(byte* from, byte* to, int length)
    {
        var i = 0;
        // Five pixels a vector; the byte behind them is written anew by the next.
        for (; i + Vector128<byte>.Count <= length; i += 15)
            Vector128.Shuffle(Vector128.Load(from + i), s_redFirst).Store(to + i);
        for (; i < length; i += 3)
            (to[i], to[i + 1], to[i + 2]) = (from[i + 2], from[i + 1], from[i]);
    }

    /// <returns>The calling thread's until it asks for the next.</returns>
    private static Mat Gray(Mat pixels)
    {
        var gray = t_gray ??= new Mat();
        using InputArray source = pixels;
        Cv2.CvtColor(source, gray, ColorConversionCodes.BGR2GRAY);
        return gray;
    }

    private static void CheckRoom(int room, int channels, Mat pixels)
    {
        if (room < channels * pixels.Rows * pixels.Cols)
            throw new ArgumentException($"The tensor has {room} elements, {pixels.Width}x{pixels.Height} pixels of {channels} channels need more.");
    }

    /// <summary>A row whose channels stay together, or that has one.</summary>
    /// <param name="from">The row's bytes.</param>
    /// <param name="to">Its place in the tensor.</param>
    /// <param name="length">Bytes, and elements.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="input">What the model wants.</param>
    private static unsafe void Interleaved(byte* from, float* to, int length, int channels, ModelInput input)
    {
        var swap = channels == 3 && input.Color == ModelColor.Rgb;
        var order = swap ? s_redFirst : s_asTheyAre;
        var (mean0, mean1, mean2) = (Vector(input.Mean, 0, 0), Vector(input.Mean, 4, 0), Vector(input.Mean, 8, 0));
        var (deviation0, deviation1, deviation2) = (Vector(input.Deviation, 0, 1), Vector(input.Deviation, 4, 1), Vector(input.Deviation, 8, 1));
        var i = 0;
        for (; i + Vector128<byte>.Count <= length; i += Step)
        {
            var (low, high) = Vector128.Widen(Vector128.Shuffle(Vector128.Load(from + i), order));
            var (first, second) = Vector128.Widen(low);
            var (third, _) = Vector128.Widen(high);
            ((Vector128.ConvertToSingle(first.AsInt32()) - mean0) / deviation0).Store(to + i);
            ((Vector128.ConvertToSingle(second.AsInt32()) - mean1) / deviation1).Store(to + i + 4);
            ((Vector128.ConvertToSingle(third.AsInt32()) - mean2) / deviation2).Store(to + i + 8);
        }

        for (; i < length; i++)
        {
            var channel = i % channels;
            to[i] = (from[swap ? i + 2 - (2 * channel) : i] - Of(input.Mean, channel, 0)) / Of(input.Deviation, channel, 1);
        }

        Vector128<float> Vector(IReadOnlyList<float> values, int at, float otherwise) => Vector128.Create(
            Of(values, at % channels, otherwise), Of(values, (at + 1) % channels, otherwise), Of(values, (at + 2) % channels, otherwise), Of(values, (at + 3) % channels, otherwise));
    }

    /// <summary>A row of three channels, each of which goes into a plane of its own.</summary>
    private static unsafe void Planes(byte* from, float* to, int columns, int plane, ModelInput input)
    {
        for (var channel = 0; channel < 3; channel++, to += plane)
        {
            var pixel = from + (input.Color == ModelColor.Rgb ? 2 - channel : channel);
            var (mean, deviation) = (Of(input.Mean, channel, 0), Of(input.Deviation, channel, 1));
            for (var x = 0; x < columns; x++, pixel += 3)
                to[x] = (*pixel - mean) / deviation;
        }
    }

    private static float Of(IReadOnlyList<float> values, int channel, float otherwise) => values.Count > channel ? values[channel] : otherwise;
}
