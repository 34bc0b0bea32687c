using System.Buffers;
using BenchmarkDotNet.Attributes;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.Inference.Models;
using OpenCvSharp;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>Making the pose network's input out of a frame, step by step as PoseDetector does.</summary>
// Public and not sealed: BenchmarkDotNet derives from it.
[MemoryDiagnoser]
public class PoseInputBenchmarks
{
    private Mat? _frame;
    private ModelInput? _input;

    [Params(SamplePicture.Small, SamplePicture.Large)]
    public string Size { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _frame = new ImageDecoder(new ImageLimits()).Decode(SamplePicture.Jpeg(Size));
        _input = ShippedModel.Read("movenet-multipose").Manifest.Input;
    }

    [GlobalCleanup]
    public void Cleanup() => _frame?.Dispose();

    [Benchmark]
    public void Letterboxed()
    {
        var (frame, input) = (_frame!, _input!);
        var letterbox = Letterbox.Fit(frame.Width, frame.Height, input.Width, input.Height);
        var pixels = ArrayPool<byte>.Shared.Rent(3 * input.Width * input.Height);
        letterbox.Paint(frame, input.Width, input.Height, pixels);
        ArrayPool<byte>.Shared.Return(pixels);
    }
}
