using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Detection.Tests.Service;

public sealed class HostTests
{
    private static readonly ByteString s_frame = SampleFrames.Jpegs[0];

    [Fact]
    public async Task Stop_OpenSession_EndsItWithUnavailable()
    {
        await using var service = await StartAsync();
        using var call = Client(service).StreamDetect();
        Assert.Single((await call.AskAsync(StreamRequests.Frame(1, Images.Jpeg(s_frame), 0))).Detection.Persons);

        var stopping = service.App.StopAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        await stopping;
    }

    [Fact]
    public async Task Detect_NoMaskModel_LeavesTheMaskOut()
    {
        await using var service = await StartAsync(("Detection:MaskModel", ""));

        var detection = (await Client(service).DetectAsync(new DetectRequest { Image = Images.Jpeg(s_frame) })).Detection;

        Assert.Null(Assert.Single(detection.Persons).Face.Mask);
        Assert.Equal(["pose", "face-detection"], detection.Models.Select(m => m.Task));
    }

    [SkippableFact]
    public async Task Detect_MaskedPictures_FindFacesInMost()
    {
        var folder = SharedData.Require("media", "masked");
        await using var service = await StartAsync();
        var client = Client(service);

        var pictures = Directory.GetFiles(folder, "*.jpg");
        var found = 0;
        foreach (var picture in pictures)
        {
            var detection = (await client.DetectAsync(new DetectRequest { Image = Images.Jpeg(ByteString.CopyFrom(await File.ReadAllBytesAsync(picture))) })).Detection;
            found += detection.Persons.Any(p => p.Face != null) ? 1 : 0;
        }

        Assert.True(found >= 0.92 * pictures.Length, $"Faces were found in {found} of {pictures.Length} pictures.");
    }

    private static Task<RunningService> StartAsync(params (string, string)[] settings) => RunningService.StartAsync("Detection", DetectionHost.Build, settings);

    private static DetectionService.DetectionServiceClient Client(RunningService service) => new(service.Channel);
}
