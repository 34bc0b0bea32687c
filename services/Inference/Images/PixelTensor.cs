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
        fixed (float* start = tensor)
        {
            if (input.Layout == ModelLayout.Nchw)
            {
                for (var c = 0; c < channels; c++)
                {
                    using var plane = At(start + (c * pixels.Rows * pixels.Cols), pixels, MatType.CV_32FC1);
                    Normalise(source, input, c, plane);
                }

                return;
            }

            using var interleaved = At(start, pixels, MatType.CV_32FC(channels));
            if (IsAlike(input, channels))
            {
                using var ordered = input.Color == ModelColor.Rgb ? source.CvtColor(ColorConversionCodes.BGR2RGB) : null;
                var (scale, shift) = Normalisation(input, 0);
                (ordered ?? source).ConvertTo(interleaved, interleaved.Type(), scale, shift);
                return;
            }

            for (var c = 0; c < channels; c++)
            {
                using var plane = new Mat();
                Normalise(source, input, c, plane);
                Cv2.InsertChannel(plane, interleaved, c);
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
            using var target = At(start, pixels, MatType.CV_8UC3);
            Cv2.CvtColor(pixels, target, ColorConversionCodes.BGR2RGB);
        }
    }

    // OpenCV writes into what it is given as long as size and type are what it would have made itself.
    private static unsafe Mat At(void* start, Mat like, MatType type) => Mat.FromPixelData(like.Rows, like.Cols, type, (nint)start);

    private static void CheckRoom(int room, int channels, Mat pixels)
    {
        if (room < channels * pixels.Rows * pixels.Cols)
            throw new ArgumentException($"The tensor has {room} elements, {pixels.Width}x{pixels.Height} pixels of {channels} channels need more.");
    }

    /// <param name="source">The pixels: blue, green, red, or gray.</param>
    /// <param name="input">What the model wants.</param>
    /// <param name="channel">Which of the input's channels.</param>
    /// <param name="plane">Where to.</param>
    private static void Normalise(Mat source, ModelInput input, int channel, Mat plane)
    {
        using var own = source.ExtractChannel(input.Color == ModelColor.Rgb ? source.Channels() - 1 - channel : channel);
        var (scale, shift) = Normalisation(input, channel);
        own.ConvertTo(plane, MatType.CV_32FC1, scale, shift);
    }

    private static (double Scale, double Shift) Normalisation(ModelInput input, int channel)
    {
        var scale = 1.0 / (input.Deviation.Count > channel ? input.Deviation[channel] : 1);
        return (scale, -scale * (input.Mean.Count > channel ? input.Mean[channel] : 0));
    }

    private static bool IsAlike(ModelInput input, int channels) =>
        Enumerable.Range(1, channels - 1).All(c => Normalisation(input, c) == Normalisation(input, 0));
}
