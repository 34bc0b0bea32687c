using System.Globalization;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Net.Client;

namespace EmotionGrpc.Integration.Tests.Leaks;

/// <summary>
/// What holds native memory is given back by whoever took it, not by the collector some day: pictures (Mat), OpenCV's views of them (InputArray) and tensors (OrtValue) are counted on the heap of a suite that worked and rests. Threads keep the
/// tensors that batches of each size are run on, and the pictures that models' inputs are painted in; a size or a thread that comes for the first time makes some, and no more come of it.
/// </summary>
public sealed class LeakTests
{
    private const int Frames = 15;
    private const int Rounds = 8;

    [Fact]
    public async Task Suite_AfterItsWork_HoldsNoMorePicturesAndTensorsThanBefore()
    {
        await using var suite = await ServiceProcess.StartSuiteAsync();
        using var channel = GrpcChannel.ForAddress(suite.Address);
        await WorkAsync(channel);
        for (var round = 0; round < Rounds; round++)
        {
            var collections = await CollectionsAsync(suite);
            var before = NativeObjects.Of(suite.Id);
            await WorkAsync(channel);
            var after = NativeObjects.Of(suite.Id);
            // A collection finalizes, and so hides, what was not given back; and of a heap that is walked while its process lives a part may be missed, which shows where networks, which stay loaded, are missing.
            if (await CollectionsAsync(suite) != collections || after.Networks != before.Networks || after.Tensors > before.Tensors || after.Pictures > before.Pictures || after.Inputs > before.Inputs)
                continue;
            Assert.True(after.DisposedPictures > before.DisposedPictures + Frames);
            return;
        }

        Assert.Fail($"In each of {Rounds} rounds the collector ran, or networks came or went, or pictures or tensors were left over.");
    }

    private static async Task WorkAsync(GrpcChannel channel)
    {
        using var session = new LiveSession(channel);
        await session.OpenAsync(new SessionOptions { Explain = true });
        for (var i = 1; i <= Frames; i++)
        {
            var frame = SampleFrames.Frame((ulong)i);
            // Every fifth cannot be decoded: what fails midway gives back as well.
            if (i % 5 == 0)
                frame.Image.Data = ByteString.CopyFrom(frame.Image.Data.Span[..(frame.Image.Data.Length / 2)]);
            await session.AskAsync(frame);
        }

        await session.CloseAsync();
        await session.ReadAllAsync();
        var detection = new DetectionService.DetectionServiceClient(channel);
        await detection.DetectAsync(new DetectRequest { Image = SampleFrames.Frame(1).Image });
    }

    private static async Task<long> CollectionsAsync(ServiceProcess suite)
    {
        using var http = new HttpClient();
        var lines = (await http.GetStringAsync($"{suite.Address}/metrics")).Split('\n').Where(l => l.StartsWith("dotnet_gc_collections_total{", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(lines);
        return lines.Sum(l => long.Parse(l.Split(' ')[1], CultureInfo.InvariantCulture));
    }
}
