using System.Buffers;
using BenchmarkDotNet.Attributes;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Streams.Samples;
using EmotionGrpc.V1;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>Making the face networks' inputs out of a frame of 640x360.</summary>
// Public and not sealed: BenchmarkDotNet derives from it.
[MemoryDiagnoser]
public class FaceInputBenchmarks
{
    // FaceFinder's second look.
    private const float Scale = 2;

    private readonly CropSpec _wanted = FaceCropInput.Create().Wanted.Crop;
    private readonly ISampleMemory _stream = FaceCropInput.Create().Open();
    private FrameFindings? _findings;
    private FoundPerson? _person;
    private ModelInput? _detectorInput;
    private Sample? _sample;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        await using var detection = new SampleDetection();
        _findings = await detection.AnalyzeAsync(SamplePicture.Jpeg(SamplePicture.Small));
        _person = SampleDetection.Best(_findings);
        _detectorInput = ShippedModel.Read("blazeface").Manifest.Input;
        _sample = new Sample { TrackId = 1, Sequence = 1, Crop = SampleDetection.Cutter.Cut(_findings.Frame, _person, _wanted)!.Image };
    }

    [GlobalCleanup]
    public void Cleanup() => _findings?.Dispose();

    /// <summary>For the face detector, as FaceNetwork does.</summary>
    [Benchmark]
    public void DetectorInput()
    {
        var (face, input) = (_person!.Face!, _detectorInput!);
        var region = new SquareRegion(face.Box.CenterX, face.Box.CenterY, face.Side * Scale, face.Roll);
        var tensor = ArrayPool<float>.Shared.Rent(3 * input.Width * input.Height);
        region.Cut(_findings!.Frame, input, tensor);
        ArrayPool<float>.Shared.Return(tensor);
    }

    /// <summary>The raw crop that detection sends for the face stream; its bytes go back to the pool, as fusion gives them back.</summary>
    [Benchmark]
    public void CutCrop() => PooledBytes.Release(SampleDetection.Cutter.Cut(_findings!.Frame, _person!, _wanted)!.Image.Data);

    /// <summary>What the face stream makes of that crop.</summary>
    [Benchmark]
    public void StreamInput()
    {
        foreach (var input in _stream.Prepare(_sample!).Inputs)
            ArrayPool<float>.Shared.Return(input);
    }
}
