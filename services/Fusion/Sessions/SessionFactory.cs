using System.Diagnostics;
using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Fusion.Segments;
using EmotionGrpc.Fusion.Telemetry;
using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>Puts together what a session needs.</summary>
internal sealed class SessionFactory(
    IOptions<FusionServiceOptions> options, UpstreamSet upstreams, ActivitySource source, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>A clip is not live: nobody gains by losing a frame of it to a slow moment.</summary>
    private static readonly TimeSpan s_clipPatience = TimeSpan.FromSeconds(60);

    private readonly ILogger _logger = loggers.CreateLogger("EmotionGrpc.Fusion.Session");

    /// <summary>The labels and models of a new session.</summary>
    /// <exception cref="Grpc.Core.RpcException">UNAVAILABLE when no stream service answers.</exception>
    public async Task<(LabelSet Labels, IReadOnlyList<ModelVersion> Models)> LabelsAsync()
    {
        await upstreams.FirstAskedAsync();
        var models = upstreams.Streams.Select(s => s.State.Model).OfType<Model>().ToArray();
        if (models.Length == 0)
        {
            var why = string.Join(" ", upstreams.Streams.Select(s => s.State.Absence?.Detail));
            throw GrpcError.Unavailable($"No stream service answers, so there are no labels to score. {why}", TimeSpan.FromSeconds(1));
        }

        return (Meet(models), [.. models.Select(m => m.Version).OfType<ModelVersion>()]);
    }

    /// <summary>A pipeline that scores every frame and waits for it.</summary>
    /// <remarks>A clip's answer carries no heatmaps, and every frame that shows a face has its own mask state.</remarks>
    public FramePipeline EveryFrame(LabelSet labels) => Create(labels, explain: false, TimeSpan.Zero, _ => true, s_clipPatience, s_clipPatience);

    /// <summary>Begins the spans of a session's frames.</summary>
    public SessionTraces Traces(string id) => new(source, id);

    /// <summary>A live session, not started.</summary>
    public RecognitionSession Session(string id, LabelSet labels, IReadOnlyList<ModelVersion> models, SessionSettings settings, ISessionSink sink)
    {
        var fuser = new TrackFuser(new EmotionFuser(settings.Policy, labels), settings.Segments, settings.Window);
        return new RecognitionSession(id, settings, labels, models, options.Value.Credits, Live(labels, settings), fuser, sink, Traces(id), time, _logger);
    }

    private FramePipeline Live(LabelSet labels, SessionSettings settings) => Create(
        labels,
        settings.Explain,
        settings.Window,
        new SegmentClock(settings.Segments, settings.Window).IsDue,
        TimeSpan.FromMilliseconds(options.Value.DetectionTimeoutMilliseconds),
        TimeSpan.FromMilliseconds(options.Value.StreamTimeoutMilliseconds));

    private FramePipeline Create(
        LabelSet labels, bool explain, TimeSpan masksHold, Func<DateTime, bool> segmentIsDue, TimeSpan detectionTimeout, TimeSpan streamTimeout)
    {
        var detection = new DetectionSession(upstreams.Detection, detectionTimeout, _logger);
        var streams = upstreams.Streams.Select(s => new StreamSession(s, labels, explain, streamTimeout));
        return new FramePipeline(detection, [.. streams], new MaskMemory(masksHold), segmentIsDue, time);
    }

    private static LabelSet Meet(Model[] models)
    {
        try
        {
            return LabelSet.Meet(models);
        }
        catch (TaxonomyException)
        {
            // The first stream sets the taxonomy; the other is absent from every result, with the reason.
            return LabelSet.Of(models[0]);
        }
    }
}
