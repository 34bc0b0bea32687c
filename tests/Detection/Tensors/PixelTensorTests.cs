using EmotionGrpc.Inference.Images;
using EmotionGrpc.Inference.Models;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tests.Tensors;

public sealed class PixelTensorTests
{
    // More than a few vectors, and a rest: for three channels and for one.
    private const int Width = 23;
    private const int Height = 5;
    private const float Behind = -1000;

    private static readonly float[] s_means = [10, 20, 30];
    private static readonly float[] s_deviations = [2, 4, 8];

    [Theory]
    [InlineData("rgb", "nchw", true, true)]
    [InlineData("rgb", "nhwc", true, true)]
    [InlineData("bgr", "nchw", true, true)]
    [InlineData("bgr", "nhwc", true, true)]
    [InlineData("rgb", "nhwc", false, true)]
    [InlineData("bgr", "nhwc", false, true)]
    [InlineData("gray", "nchw", true, true)]
    [InlineData("gray", "nhwc", true, true)]
    [InlineData("rgb", "nchw", true, false)]
    [InlineData("rgb", "nhwc", true, false)]
    [InlineData("bgr", "nhwc", true, false)]
    [InlineData("gray", "nchw", true, false)]
    public void ToFloat_EveryOrder_IsPixelLessMeanOverDeviation(string color, string layout, bool eachItsOwn, bool whole)
    {
        using var around = Noise(Width + 2, Height + 2);
        // Part of a picture has gaps between its rows.
        using var pixels = whole ? Noise() : new Mat(around, new Rect(1, 1, Width, Height));
        using var gray = pixels.CvtColor(ColorConversionCodes.BGR2GRAY);
        var channels = color == "gray" ? 1 : 3;
        var input = new ModelInput
        {
            Kind = ModelInputKind.Image,
            Width = Width,
            Height = Height,
            Color = Enum.Parse<ModelColor>(color, ignoreCase: true),
            Layout = Enum.Parse<ModelLayout>(layout, ignoreCase: true),
            Mean = eachItsOwn ? s_means[..channels] : [10, 10, 10],
            Deviation = eachItsOwn ? s_deviations[..channels] : [2, 2, 2],
        };
        var tensor = Enumerable.Repeat(Behind, (channels * Width * Height) + 1).ToArray();

        PixelTensor.ToFloat(pixels, input, tensor);

        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                for (var c = 0; c < channels; c++)
                {
                    var raw = color == "gray" ? gray.At<byte>(y, x) : pixels.At<Vec3b>(y, x)[color == "rgb" ? 2 - c : c];
                    var place = layout == "nchw" ? (c * Width * Height) + (y * Width) + x : (((y * Width) + x) * channels) + c;
                    Assert.Equal((raw - input.Mean[c]) / input.Deviation[c], tensor[place]);
                }
            }
        }

        Assert.Equal(Behind, tensor[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(43)]
    public void ToRgbBytes_PartOfAPicture_RedComesFirst(int width)
    {
        using var whole = Noise(width + 2, 5);
        using var pixels = new Mat(whole, new Rect(1, 1, width, 3));
        var bytes = new byte[(3 * width * 3) + 1];
        bytes[^1] = 77;

        PixelTensor.ToRgbBytes(pixels, bytes);

        for (var i = 0; i < width * 3; i++)
        {
            var pixel = pixels.At<Vec3b>(i / width, i % width);
            Assert.Equal((pixel.Item2, pixel.Item1, pixel.Item0), (bytes[3 * i], bytes[(3 * i) + 1], bytes[(3 * i) + 2]));
        }

        Assert.Equal(77, bytes[^1]);
    }

    [Fact]
    public void ToFloat_TensorTooSmall_IsRefused()
    {
        using var pixels = Noise();
        var input = new ModelInput { Kind = ModelInputKind.Image, Width = Width, Height = Height };

        Assert.Throws<ArgumentException>(() => PixelTensor.ToFloat(pixels, input, new float[(3 * Width * Height) - 1]));
    }

    private static Mat Noise(int width = Width, int height = Height)
    {
        var pixels = new Mat(height, width, MatType.CV_8UC3);
        var random = new Random(1);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                pixels.Set(y, x, new Vec3b((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
        }

        return pixels;
    }
}
