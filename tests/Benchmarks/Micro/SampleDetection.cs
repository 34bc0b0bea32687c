using EmotionGrpc.Detection;
using EmotionGrpc.Detection.Crops;
using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Models;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Reloading;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>The detection service's own parts and models with its default settings, for what benchmarks begin with.</summary>
internal sealed class SampleDetection : IAsyncDisposable
{
    private static readonly IOptions<DetectionOptions> s_options = Options.Create(new DetectionOptions());

    private readonly LiveModels _live;
    private readonly FrameAnalyzer _analyzer;

    public SampleDetection()
    {
        var options = Options.Create(new ModelOptions());
        _live = new LiveModels(options);
        var models = new DetectionModels(_live, s_options, options, Options.Create(new BatchOptions()));
        _analyzer = new FrameAnalyzer(new ImageDecoder(new ImageLimits()), models, new PoseDetector(s_options), new FaceFinder(s_options), s_options);
    }

    public static CropCutter Cutter { get; } = new(s_options);

    public Task<FrameFindings> AnalyzeAsync(Image image) =>
        _analyzer.AnalyzeAsync(image, s_options.Value.PersonScore, FaceSearchPlan.Everywhere, "sample", CancellationToken.None).AsTask();

    public ValueTask DisposeAsync() => _live.DisposeAsync();

    /// <summary>The person that is seen best, body and face.</summary>
    public static FoundPerson Best(FrameFindings findings) =>
        findings.Persons.Where(p => p is { Pose: not null, Face: not null }).MaxBy(p => p.Score)
        ?? throw new InvalidOperationException("No person with a face was found in the sample video.");
}
