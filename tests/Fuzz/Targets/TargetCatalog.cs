using EmotionGrpc.BodyStream;
using EmotionGrpc.Detection;
using EmotionGrpc.FaceStream;
using EmotionGrpc.Fusion;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Microsoft.AspNetCore.Builder;

namespace EmotionGrpc.Fuzz.Targets;

/// <summary>What is fuzzed, running.</summary>
internal sealed class TargetCatalog : IAsyncDisposable
{
    private static readonly (string, string) s_quiet = ("Logging:LogLevel:Default", "Error");
    private static readonly (string, string) s_small = ("Images:MaximumSide", "640");

    /// <summary>The names, in the order of the targets.</summary>
    public static IReadOnlyList<string> Names { get; } = ["image", "manifest", "settings", "token", "detect", "face-score", "body-score", "fuse", "session", "detect-stream", "face-stream", "body-stream"];

    private readonly TemporaryFolder _folder = new();
    private readonly Stack<RunningService> _services = [];

    private TargetCatalog()
    {
    }

    /// <summary>The targets.</summary>
    public IReadOnlyList<FuzzTarget> Targets { get; private set; } = [];

    /// <summary>Starts all.</summary>
    public static async Task<TargetCatalog> StartAsync()
    {
        var catalog = new TargetCatalog();
        var detection = await catalog.StartAsync("Detection", DetectionHost.Build, s_small);
        var face = await catalog.StartAsync("FaceStream", FaceStreamHost.Build, s_small);
        var live = await catalog.StartAsync("FaceStream", FaceStreamHost.Build, s_small, ("FaceStream:Model", "face-tsm-live"));
        var body = await catalog.StartAsync("BodyStream", BodyStreamHost.Build, s_small);
        var fusion = await catalog.StartAsync(
            "Fusion", FusionHost.Build, ("Fusion:Detection", detection.Address), ("Fusion:FaceStream", face.Address), ("Fusion:BodyStream", body.Address));
        catalog.Targets =
        [
            new ImageTarget(),
            new ManifestTarget(catalog._folder.Path),
            new SettingsTarget(),
            new TokenTarget(),
            new CallTarget("detect", 3, detection, "emotion.v1.DetectionService/Detect", DetectRequest.Parser, [new DetectRequest { Image = SampleFrames.Image(1) }]),
            new CallTarget("face-score", 100, face, "emotion.v1.FaceStreamService/Score", FaceStreamServiceScoreRequest.Parser, [OneFace()]),
            new CallTarget("body-score", 145, body, "emotion.v1.BodyStreamService/Score", BodyStreamServiceScoreRequest.Parser, [OneBody()]),
            new CallTarget("fuse", 257, fusion, "emotion.v1.FusionService/Fuse", FuseRequest.Parser, [TwoPersons()]),
            new SessionTarget(fusion),
            await StreamTargets.DetectionAsync(1, detection),
            await StreamTargets.FaceAsync(6, live),
            await StreamTargets.BodyAsync(6, body, OneBody().Clips[0]),
        ];
        return catalog;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_services.TryPop(out var service))
            await service.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<RunningService> StartAsync(
        string name, Func<string[], IReadOnlyDictionary<string, string?>?, WebApplication> build, params (string, string)[] settings)
    {
        var service = await RunningService.StartAsync(name, build, [s_quiet, .. settings]);
        _services.Push(service);
        return service;
    }

    private static FaceStreamServiceScoreRequest OneFace() => new()
    {
        Explain = true,
        Clips = { new Clip { Samples = { new Sample { TrackId = 1, Sequence = 1, Crop = Images.Gray(32, 32, 120) } } } },
    };

    private static BodyStreamServiceScoreRequest OneBody()
    {
        var clip = new Clip();
        for (var i = 1; i <= 14; i++)
        {
            var sample = new Sample { TrackId = 1, Sequence = (ulong)i, CaptureTime = SampleFrames.Frame((ulong)i).CaptureTime };
            foreach (var name in Enum.GetValues<KeypointName>().Where(n => n != KeypointName.Unspecified))
                sample.Keypoints.Add(new Keypoint { Name = name, X = 100 + (7 * (int)name) + i, Y = 80 + (11 * (int)name % 90) - i, Score = 0.9f });
            clip.Samples.Add(sample);
        }

        return new BodyStreamServiceScoreRequest { Clips = { clip } };
    }

    private static FuseRequest TwoPersons() => new()
    {
        Options = new FusionOptions { Policy = FusionPolicy.OcclusionAware },
        LabelType = LabelType.Single,
        Persons =
        {
            new PersonScores
            {
                TrackId = 1,
                Visibility = new Visibility { FaceSize = 80, FaceScore = 0.9f, KeypointVisibility = 0.5f, Mask = new Mask { State = MaskState.With, Probability = 0.9f } },
                Streams =
                {
                    new StreamScores { Stream = StreamKind.Face, Labels = { "neutral", "happiness", "fear" }, Logits = new Logits { Values = { 0.5f, 2, -1 } } },
                    new StreamScores { Stream = StreamKind.Body, Labels = { "fear", "neutral", "happiness" }, Logits = new Logits { Values = { 0.1f, 0.2f, 0.3f } } },
                },
            },
            new PersonScores { TrackId = 2, Streams = { new StreamScores { Stream = StreamKind.Face, Absence = new Absence { Reason = AbsenceReason.NotFound, Detail = "no face" } } } },
        },
    };
}
