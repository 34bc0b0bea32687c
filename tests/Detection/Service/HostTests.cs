using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Detection.Tests.Service;

public sealed class HostTests
{
    private static readonly byte[] s_frame = Video.ReadJpegs(Repository.SampleVideo, 1)[0];

    [Fact]
    public async Task Stop_OpenSession_EndsItWithUnavailable()
    {
        var service = new RunningDetection();
        await service.InitializeAsync();
        using var call = service.Client.StreamDetect();
        Assert.Single((await call.AskAsync(Video.Frame(1, Video.Jpeg(s_frame), 0))).Detection.Persons);

        var stopping = service.App.StopAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        await stopping;
        await service.DisposeAsync();
    }

    [Fact]
    public async Task Detect_NoMaskModel_LeavesTheMaskOut()
    {
        var service = new RunningDetection();
        await service.StartAsync(new() { ["Detection:MaskModel"] = "" });

        var detection = (await service.Client.DetectAsync(new DetectRequest { Image = Video.Jpeg(s_frame) })).Detection;

        Assert.Null(Assert.Single(detection.Persons).Face.Mask);
        Assert.Equal(["pose", "face-detection"], detection.Models.Select(m => m.Task));
        await service.DisposeAsync();
    }

    [SkippableFact]
    public async Task Detect_MaskedPictures_FindFacesInMost()
    {
        var folder = Repository.Shared("media", "masked");
        Skip.If(folder is null, "../shared/media/masked is not on this machine.");
        var service = new RunningDetection();
        await service.InitializeAsync();

        var pictures = Directory.GetFiles(folder, "*.jpg");
        var found = 0;
        foreach (var picture in pictures)
        {
            var detection = (await service.Client.DetectAsync(new DetectRequest { Image = Video.Jpeg(await File.ReadAllBytesAsync(picture)) })).Detection;
            found += detection.Persons.Any(p => p.Face != null) ? 1 : 0;
        }

        Assert.True(found >= 0.92 * pictures.Length, $"Faces were found in {found} of {pictures.Length} pictures.");
        await service.DisposeAsync();
    }
}
