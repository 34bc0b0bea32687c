using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace EmotionGrpc.Operations.Tests.Suite;

/// <summary>What a camera sent through the gateway, and what came back: results, drops and errors, beside calls that are refused.</summary>
internal sealed class CameraRun
{
    private const ulong InOrder = 24;
    private const ulong AtOnce = 12;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    public List<FrameResult> Results { get; } = [];

    public List<FrameDropped> Drops { get; } = [];

    public List<FrameError> Errors { get; } = [];

    /// <summary>Every message that the camera sent.</summary>
    public List<Image> Pictures { get; } = [];

    /// <summary>Frames that were taken in.</summary>
    public int Frames => Results.Count + Drops.Count + Errors.Count(e => e.Reason != FrameErrorReason.SequenceNotIncreasing);

    public static async Task<CameraRun> RunAsync(string address, string key)
    {
        var run = new CameraRun();
        using var channel = GrpcChannel.ForAddress(address);
        var headers = new Metadata { { "x-api-key", key } };
        await run.StreamAsync(new RecognitionService.RecognitionServiceClient(channel).Recognize(headers, DateTime.UtcNow + s_patience));
        await run.AskOnceAsync(channel, headers);
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await new DetectionService.DetectionServiceClient(channel).DetectAsync(new DetectRequest(), new Metadata { { "x-api-key", key + "x" } }));
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        return run;
    }

    private async Task StreamAsync(AsyncDuplexStreamingCall<RecognizeRequest, RecognizeResponse> call)
    {
        using (call)
        {
            var options = new SessionOptions { Source = "lobby", Keypoints = true, Explain = true, TimeToLive = Duration.FromTimeSpan(TimeSpan.FromSeconds(60)) };
            await call.RequestStream.WriteAsync(new RecognizeRequest { Open = new SessionOpen { Options = options } });
            for (var i = 1ul; i <= InOrder; i++)
            {
                await SendAsync(call, i, i % 8 == 0 ? MarkedPicture.Broken(i) : i % 4 == 0 ? MarkedPicture.Raw(i) : MarkedPicture.Jpeg(i));
                await ReadAsync(call, until: i);
            }

            // More than the session's credits: some are superseded.
            for (var i = InOrder + 1; i <= InOrder + AtOnce; i++)
                await SendAsync(call, i, MarkedPicture.Jpeg(i));
            await SendAsync(call, 1, MarkedPicture.Jpeg(1));
            await call.RequestStream.WriteAsync(new RecognizeRequest { Close = new SessionClose() });
            await ReadAsync(call, until: null);
        }

        Assert.True(Results.Count > 10 && Drops.Count > 0 && Errors.Count > 2, $"{Results.Count} results, {Drops.Count} drops, {Errors.Count} errors.");
    }

    private async Task SendAsync(AsyncDuplexStreamingCall<RecognizeRequest, RecognizeResponse> call, ulong sequence, Image picture)
    {
        Pictures.Add(picture);
        var frame = SampleFrames.Frame(sequence);
        frame.Image = picture;
        await call.RequestStream.WriteAsync(new RecognizeRequest { Frame = frame });
    }

    /// <param name="call">The session.</param>
    /// <param name="until">Sequence of the last answer to read; null: all.</param>
    private async Task ReadAsync(AsyncDuplexStreamingCall<RecognizeRequest, RecognizeResponse> call, ulong? until)
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var answer = call.ResponseStream.Current;
            switch (answer.MessageCase)
            {
                case RecognizeResponse.MessageOneofCase.Result:
                    Results.Add(answer.Result);
                    break;
                case RecognizeResponse.MessageOneofCase.Dropped:
                    Drops.Add(answer.Dropped);
                    break;
                case RecognizeResponse.MessageOneofCase.Error:
                    Errors.Add(answer.Error);
                    break;
            }

            if (until != null && (answer.Result?.Sequence ?? answer.Error?.Sequence) == until)
                return;
        }
    }

    /// <summary>The calls that need no session.</summary>
    private async Task AskOnceAsync(ChannelBase channel, Metadata headers)
    {
        var crops = new CropSpec { Kind = CropKind.Face, Width = 64, Height = 64, Format = ImageFormat.Bgr24, Margin = 0.1f };
        var picture = MarkedPicture.Jpeg(1);
        Pictures.Add(picture);
        var detected = await new DetectionService.DetectionServiceClient(channel).DetectAsync(new DetectRequest { Image = picture, Crops = { crops } }, headers);
        var crop = detected.Detection.Persons[0].Crops[0].Image;
        Pictures.Add(crop);
        var wrongSize = await Assert.ThrowsAsync<RpcException>(async () => await new FaceStreamService.FaceStreamServiceClient(channel).ScoreAsync(
            new FaceStreamServiceScoreRequest { Clips = { new Clip { Samples = { new Sample { TrackId = 1, Sequence = 1, Crop = crop } } } } }, headers));
        Assert.Equal(StatusCode.InvalidArgument, wrongSize.StatusCode);
    }
}
