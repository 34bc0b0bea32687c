using EmotionGrpc.Fusion;
using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.V1;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>The late fusion of a session that chooses nothing, with the two streams' default models.</summary>
internal sealed class SampleFusion
{
    // As the models give them; what they are makes no difference to the cost.
    private static readonly float[] s_face = [1.81f, -0.76f, -2.07f, 1.06f, 0.55f, -3.78f, -4.12f];
    private static readonly float[] s_body = [0.42f, 0.11f, -0.35f, 0.27f, -0.08f, -0.51f, 0.02f];

    private readonly Model _face = Describe("face-tsn");
    private readonly Model _body = Describe("body-motion");
    private readonly Visibility _visibility = new()
    {
        Mask = new Mask { State = MaskState.Without, Probability = 0.04f },
        FaceSize = 62,
        FaceScore = 0.9f,
        KeypointVisibility = 0.65f,
    };

    public SampleFusion()
    {
        var settings = new FusionServiceOptions();
        var weights = WeightsReader.Read(new OcclusionAwareOptions(), new ModelOptions().Directory);
        var fuser = new EmotionFuser(new OcclusionAwarePolicy(weights), LabelSet.Meet(_face, _body));
        Fuser = new TrackFuser(fuser, settings.Segments, TimeSpan.FromSeconds(settings.WindowSeconds));
        SecondsPerSegment = settings.WindowSeconds / settings.Segments;
        Segments = settings.Segments;
        Scored = Reading(s_face, s_body);
        NotAsked = Reading(null, null);
    }

    public TrackFuser Fuser { get; }

    public int Segments { get; }

    public double SecondsPerSegment { get; }

    /// <summary>What the streams say of a person in a frame that opens a segment.</summary>
    public PersonReading Scored { get; }

    /// <summary>The same between segments.</summary>
    public PersonReading NotAsked { get; }

    private PersonReading Reading(float[]? face, float[]? body) => new(
        1,
        [new StreamReading(StreamKind.Face, face, null, _face.Version), new StreamReading(StreamKind.Body, body, null, _body.Version)],
        _visibility);

    private static Model Describe(string name)
    {
        var manifest = ShippedModel.Read(name).Manifest;
        return new Model
        {
            Version = new ModelVersion { Name = manifest.Name, Version = manifest.Version, Task = manifest.Task },
            Labels = { manifest.Labels },
            LabelType = LabelType.Single,
        };
    }
}
