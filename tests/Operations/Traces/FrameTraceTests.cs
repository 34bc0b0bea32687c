using EmotionGrpc.Operations.Tests.Suite;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Net.Client;

namespace EmotionGrpc.Operations.Tests.Traces;

[Collection(ObservedCollection.Name)]
public sealed class FrameTraceTests(ObservedSuite suite)
{
    [Fact]
    public void Frame_WithAResult_IsOneTraceAcrossTheServices()
    {
        // The streams are asked about segments only.
        var result = suite.Camera.Results.Last(r => r.Segment && r.Persons.Count > 0);
        var frame = Frame(result.Sequence);
        Assert.Equal(("emotion-fusion", "result"), (frame.Service, frame.Attribute("emotion.outcome")!.StringValue));
        Assert.True(frame.Span.ParentSpanId.IsEmpty);
        Assert.Equal(result.Persons.Count, frame.Attribute("emotion.persons")!.IntValue);

        var asking = Only(frame, "detection");
        var detecting = Only(asking, "detect");
        Assert.Equal("emotion-detection", detecting.Service);
        Assert.Equal(["decode", "face", "mask", "pose", "track"], Below(detecting).Select(s => s.Name).Where(n => n != "crop" && !n.StartsWith("model", StringComparison.Ordinal)).Order());
        Assert.Contains(Below(detecting), s => s.Name == "model movenet-multipose" && s.Attribute("emotion.model_milliseconds")!.DoubleValue > 0);

        var body = Only(Only(frame, "body-stream"), "score");
        Assert.Equal("emotion-body-stream", body.Service);
        Only(frame, "fusion");
        Assert.All(Trace(frame), s => Assert.True(s.Span.StartTimeUnixNano <= s.Span.EndTimeUnixNano && s.Span.StartTimeUnixNano >= frame.Span.StartTimeUnixNano));
    }

    [Fact]
    public void Frame_WhereASegmentWasDue_AsksTheFaceStreamBelowIt()
    {
        var asked = suite.Collector.Spans.First(s => s is { Name: "score", Service: "emotion-face-stream", Span.ParentSpanId.IsEmpty: false });
        var asking = suite.Collector.Spans.Single(asked.IsBelow);
        Assert.Equal(("emotion-fusion", "face-stream"), (asking.Service, asking.Name));
        Assert.Equal("frame", suite.Collector.Spans.Single(asking.IsBelow).Name);
        Assert.Contains(suite.Collector.Spans, s => s.IsBelow(asked) && s.Name == "model face-tsn");
    }

    [Fact]
    public void Frame_DroppedOrBroken_SaysSo()
    {
        Assert.Equal("dropped", Frame(suite.Camera.Drops[0].Sequence).Attribute("emotion.outcome")!.StringValue);
        Assert.Equal("error", Frame(suite.Camera.Errors[0].Sequence).Attribute("emotion.outcome")!.StringValue);
    }

    [Fact]
    public async Task Frame_NotSampledByFusion_IsNotTracedBehindIt()
    {
        await using var collector = await TraceCollector.StartAsync();
        var surroundings = new ProgramSurroundings(suite.WorkingDirectory, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        });
        await using var detection = await ServiceProcess.StartServiceAsync("Detection", Ports.Free(), surroundings, "--Telemetry:TraceRatio=1");
        await using var fusion = await ServiceProcess.StartServiceAsync(
            "Fusion",
            Ports.Free(),
            surroundings,
            "--Telemetry:TraceRatio=0",
            $"--Fusion:Detection={detection.Address}",
            $"--Fusion:FaceStream={suite.Services["face-stream"].Address}",
            "--Fusion:BodyStream=");
        using var channel = GrpcChannel.ForAddress(fusion.Address);
        using var session = new RecognitionService.RecognitionServiceClient(channel).RecognizeClip();
        await session.RequestStream.WriteAsync(new RecognizeClipRequest { Frame = SampleFrames.Frame(1) });
        await session.RequestStream.CompleteAsync();
        Assert.Equal(1ul, (await session).Counts.Results);
        // Asked directly, Detection chooses for itself.
        using var direct = GrpcChannel.ForAddress(detection.Address);
        using var detecting = new DetectionService.DetectionServiceClient(direct).StreamDetect();
        await detecting.RequestStream.WriteAsync(new StreamDetectRequest { Frame = SampleFrames.Frame(7) });
        Assert.True(await detecting.ResponseStream.MoveNext(CancellationToken.None));
        await Eventually.TrueAsync(() => collector.Spans.Any(s => s.Name == "detect"));
        Assert.Equal(7, Assert.Single(collector.Spans, s => s.Name == "detect").Attribute("emotion.sequence")!.IntValue);
        Assert.DoesNotContain(collector.Spans, s => s.Service == "emotion-fusion");
    }

    private CollectedSpan Frame(ulong sequence) =>
        Assert.Single(suite.Collector.Spans, s => s.Name == "frame" && s.Attribute("emotion.sequence")!.IntValue == (long)sequence);

    private IEnumerable<CollectedSpan> Trace(CollectedSpan root) => suite.Collector.Spans.Where(s => s.Span.TraceId == root.Span.TraceId);

    private IEnumerable<CollectedSpan> Below(CollectedSpan parent) => suite.Collector.Spans.Where(s => s.IsBelow(parent));

    private CollectedSpan Only(CollectedSpan parent, string name) => Assert.Single(Below(parent), s => s.Name == name);
}
