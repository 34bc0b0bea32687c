using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Fusion.Segments;
using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.Fusion.Telemetry;
using EmotionGrpc.Fusion.Trials;
using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>Puts together what a session needs.</summary>
internal sealed class SessionFactory(
    IOptions<FusionServiceOptions> options,
    UpstreamSet upstreams,
    SessionStreams sessionStreams,
    ResumeTokens tokens,
    FrameTracer tracer,
    FrameGate gate,
    TimeProvider time,
    ILoggerFactory loggers)
{
    /// <summary>A clip is not live: nobody gains by losing a frame of it to a slow moment.</summary>
    private static readonly TimeSpan s_clipPatience = TimeSpan.FromSeconds(60);

    private readonly ILogger _logger = loggers.CreateLogger("EmotionGrpc.Fusion.Session");

    /// <summary>The labels and models of a clip.</summary>
    /// <exception cref="Grpc.Core.RpcException">UNAVAILABLE when no stream service answers.</exception>
    public async Task<(LabelSet Labels, IReadOnlyList<ModelVersion> Models)> LabelsAsync()
    {
        await upstreams.FirstAskedAsync();
        var served = Served(upstreams.Streams);
        return (Meet(served) ?? throw NoLabels(), Versions(served));
    }

    /// <summary>A pipeline that scores every frame and waits for it.</summary>
    /// <param name="labels">The clip's labels.</param>
    /// <param name="explain">Whether the streams say where they found their evidence.</param>
    /// <remarks>Every frame that shows a face has its own mask state.</remarks>
    public FramePipeline EveryFrame(LabelSet labels, bool explain)
    {
        var detection = new DetectionSession(upstreams.Detection, s_clipPatience, cadence: 1, null, time, _logger);
        var streams = upstreams.Streams.Select(s => new StreamSession(s, labels, explain, s_clipPatience));
        return new FramePipeline(detection, [.. streams], new MaskMemory(TimeSpan.Zero), _ => true, null, time);
    }

    /// <summary>Begins the spans of a session's frames.</summary>
    public SessionTraces Traces(string id) => new(tracer, id);

    /// <summary>A live session, not started.</summary>
    /// <exception cref="Grpc.Core.RpcException">UNAVAILABLE when no stream service answers and no context tells the labels.</exception>
    public async Task<RecognitionSession> SessionAsync(SessionRequest request, ISessionSink sink)
    {
        var id = request.Resumed?.SessionId ?? SessionRegistry.NewId();
        var left = new LeftCanaries(request.Resumed);
        var (labels, models, resumed) = await ContextAsync(id, left, request.Resumed);
        var (settings, saved) = (request.Settings, resumed?.Session);
        var fuser = new TrackFuser(new EmotionFuser(settings.Policy, labels), settings.Segments, settings.Window);
        var masks = new MaskMemory(settings.Window);
        if (saved != null)
        {
            fuser.Load(saved);
            masks.Load(saved);
        }

        var segments = new SegmentClock(settings.Segments, settings.Window, saved is null ? null : new DateTime(saved.NextSegment, DateTimeKind.Utc));
        var checkpoints = request.Binding is null ? null : new Checkpoints(segments, TimeSpan.FromSeconds(options.Value.ResumeSeconds), time);
        var patience = TimeSpan.FromMilliseconds(options.Value.DetectionTimeoutMilliseconds);
        var detection = new DetectionSession(upstreams.Detection, patience, settings.Cadence, saved, time, _logger);
        var streamTimeout = TimeSpan.FromMilliseconds(options.Value.StreamTimeoutMilliseconds);
        var streams = sessionStreams.Open(id, left, labels, upstream => new StreamSession(upstream, labels, settings.Explain, streamTimeout, saved));
        return new RecognitionSession(
            id,
            settings,
            labels,
            models,
            options.Value.Credits,
            new FramePipeline(detection, streams, masks, segments.IsDue, checkpoints, time),
            fuser,
            checkpoints is null ? null : new SessionResume(checkpoints, tokens, request.Binding!, left),
            resumed,
            sink,
            Traces(id),
            gate,
            time,
            _logger);
    }

    private async Task<(LabelSet Labels, IReadOnlyList<ModelVersion> Models, ResumedContext? Resumed)> ContextAsync(string id, LeftCanaries left, SavedSession? saved)
    {
        await upstreams.FirstAskedAsync();
        // The services in use say the labels, also to sessions with a canary: so these can go on without it.
        var meet = Meet(Served(upstreams.Streams));
        var served = Served(sessionStreams.Of(id, left));
        if (saved is null)
            return (meet ?? throw NoLabels(), Versions(served), null);
        var resumed = ResumedContext.Fit(saved, served, meet);
        return (resumed.Labels, Versions(served), resumed);
    }

    /// <summary>The models that are known now, of the stream that sets the order of labels first.</summary>
    private static IReadOnlyList<(StreamKind Stream, Model Model)> Served(IEnumerable<StreamUpstream> streams) =>
        [.. streams.Select(s => (s.Stream, s.State.Model)).Where(s => s.Model != null).Select(s => (s.Stream, s.Model!))];

    private Grpc.Core.RpcException NoLabels()
    {
        var why = string.Join(" ", upstreams.Streams.Select(s => s.State.Absence?.Detail));
        return GrpcError.Unavailable($"No stream service answers, so there are no labels to score. {why}", TimeSpan.FromSeconds(1));
    }

    private static IReadOnlyList<ModelVersion> Versions(IReadOnlyList<(StreamKind Stream, Model Model)> served) =>
        [.. served.Select(s => s.Model.Version).OfType<ModelVersion>()];

    private static LabelSet? Meet(IReadOnlyList<(StreamKind Stream, Model Model)> served)
    {
        if (served.Count == 0)
            return null;
        try
        {
            return LabelSet.Meet([.. served.Select(s => s.Model)]);
        }
        catch (TaxonomyException)
        {
            // The first stream sets the taxonomy; the other is absent from every result, with the reason.
            return LabelSet.Of(served[0].Model);
        }
    }
}
