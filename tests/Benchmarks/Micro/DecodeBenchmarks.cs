using BenchmarkDotNet.Attributes;
using EmotionGrpc.Detection;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.V1;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>Decoding a JPEG file as every service does.</summary>
// Public and not sealed, as all of these: BenchmarkDotNet derives from them.
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private readonly ImageDecoder _decoder = new(new ImageLimits());
    private Image _picture = new();

    [Params(SamplePicture.Small, SamplePicture.Large, SamplePicture.Huge)]
    public string Size { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _picture = SamplePicture.Jpeg(Size);

    /// <summary>Every pixel.</summary>
    [Benchmark(Baseline = true)]
    public int Whole()
    {
        using var pixels = _decoder.Decode(_picture);
        return pixels.Width;
    }

    /// <summary>As detection decodes frames: those that are larger than needed to a part of their pixels.</summary>
    [Benchmark]
    public int AsNeeded()
    {
        using var pixels = _decoder.Decode(_picture, new DetectionOptions().DecodedSide).Pixels;
        return pixels.Width;
    }
}
