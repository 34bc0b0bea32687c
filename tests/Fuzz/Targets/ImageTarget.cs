using EmotionGrpc.Fuzz.Mutation;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.Fuzz.Targets;

/// <summary>The decoder of pictures: native code that reads what strangers send.</summary>
internal sealed class ImageTarget : FuzzTarget
{
    private const int MaximumSide = 512;

    // Small enough for the seeds to be decoded to a part of their pixels, as detection decodes frames that are larger than needed.
    private const int ReducedSide = 8;

    private readonly ImageDecoder _decoder = new(new ImageLimits { MaximumSide = MaximumSide });
    private readonly byte[][] _seeds = [.. Files().Select(i => i.ToByteArray())];

    public override string Name => "image";

    public override int Share => 400;

    public override IReadOnlyList<byte[]> Seeds => _seeds;

    public override byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        var image = Image.Parser.ParseFrom(input);
        var borrowed = Image.Parser.ParseFrom(other);
        if (random.Next(8) == 0)
            new MessageMutator(random).Mutate(image, borrowed);
        else
            image.Data = ByteString.CopyFrom(new ByteMutator(random).Mutate(image.Data.ToByteArray(), borrowed.Data.ToByteArray()));
        return image.ToByteArray();
    }

    public override ValueTask<string> RunAsync(byte[] input)
    {
        var image = Image.Parser.ParseFrom(input);
        try
        {
            using var pixels = _decoder.Decode(image);
            using var reduced = _decoder.Decode(image, ReducedSide).Pixels;
            if (reduced.Type() != MatType.CV_8UC3 || reduced.Rows > pixels.Rows || reduced.Cols > pixels.Cols || Math.Max(reduced.Rows, reduced.Cols) < Math.Min(ReducedSide, Math.Max(pixels.Rows, pixels.Cols)))
                throw new FuzzException($"A picture of {pixels.Cols}x{pixels.Rows} pixels was reduced to {reduced.Cols}x{reduced.Rows}; allowed is a part of it with {ReducedSide} pixels on its longer side at least.");
            if (pixels.Type() != MatType.CV_8UC3 || pixels.Rows is < 1 or > MaximumSide || pixels.Cols is < 1 or > MaximumSide)
                throw new FuzzException($"A picture of {pixels.Cols}x{pixels.Rows} pixels of type {pixels.Type()} came out; allowed are BGR pixels of at most {MaximumSide} a side.");
            return ValueTask.FromResult($"decoded {image.Format}");
        }
        catch (ImageException e)
        {
            return ValueTask.FromResult(Answer.Kind($"{e.Fault}: {e.Message}"));
        }
    }

    private static IEnumerable<Image> Files()
    {
        using var pixels = Drawing();
        using var gray = pixels.CvtColor(ColorConversionCodes.BGR2GRAY);
        using var alpha = pixels.CvtColor(ColorConversionCodes.BGR2BGRA);
        using var deep = new Mat();
        pixels.ConvertTo(deep, MatType.CV_16UC3, 257);
        foreach (var mat in new[] { pixels, gray })
        {
            yield return Encode(ImageFormat.Jpeg, mat, new ImageEncodingParam(ImwriteFlags.JpegQuality, 80));
            yield return Encode(ImageFormat.Jpeg, mat, new ImageEncodingParam(ImwriteFlags.JpegProgressive, 1), new ImageEncodingParam(ImwriteFlags.JpegRstInterval, 2));
        }

        foreach (var mat in new[] { pixels, gray, alpha, deep })
            yield return Encode(ImageFormat.Png, mat, new ImageEncodingParam(ImwriteFlags.PngCompression, 9));
        yield return Encode(ImageFormat.Png, gray, new ImageEncodingParam(ImwriteFlags.PngBilevel, 1));
        pixels.GetArray(out Vec3b[] raw);
        yield return new Image { Format = ImageFormat.Bgr24, Width = (uint)pixels.Cols, Height = (uint)pixels.Rows, Data = ByteString.CopyFrom([.. raw.SelectMany(p => new[] { p.Item0, p.Item1, p.Item2 })]) };
    }

    private static Mat Drawing()
    {
        var pixels = new Mat(24, 32, MatType.CV_8UC3, new Scalar(90, 60, 30));
        Cv2.Circle(pixels, new OpenCvSharp.Point(16, 12), 8, new Scalar(40, 200, 250), -1);
        Cv2.Line(pixels, new OpenCvSharp.Point(0, 23), new OpenCvSharp.Point(31, 0), new Scalar(255, 255, 255));
        return pixels;
    }

    private static Image Encode(ImageFormat format, Mat mat, params ImageEncodingParam[] parameters)
    {
        Cv2.ImEncode(format == ImageFormat.Jpeg ? ".jpg" : ".png", mat, out var file, parameters);
        return new Image { Format = format, Data = ByteString.CopyFrom(file) };
    }
}
