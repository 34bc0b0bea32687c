using BenchmarkDotNet.Attributes;
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

    [Params(SamplePicture.Small, SamplePicture.Large)]
    public string Size { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _picture = SamplePicture.Jpeg(Size);

    [Benchmark]
    public int Jpeg()
    {
        using var pixels = _decoder.Decode(_picture);
        return pixels.Width;
    }
}
