using System.Diagnostics;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace EmotionGrpc.Integration.Tests;

/// <summary>Several instances of a service: one may die.</summary>
public sealed class InstancesTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Gateway_OneOfTwoInstancesDies_TheOtherGetsAllCalls()
    {
        await using var first = await ServiceProcess.StartServiceAsync("Detection", Ports.Free());
        await using var second = await ServiceProcess.StartServiceAsync("Detection", Ports.Free());
        await using var gateway = await ServiceProcess.StartAliveAsync("Gateway", Ports.Free(), $"--Gateway:Detection={first.Address},{second.Address}");
        using var channel = GrpcChannel.ForAddress(gateway.Address);
        var client = new DetectionService.DetectionServiceClient(channel);
        await InARowAsync(client);

        await first.KillAsync();

        await InARowAsync(client);
    }

    [Fact]
    public async Task Fusion_OneOfTwoStreamInstancesDies_TheOtherScores()
    {
        await using var face = await ServiceProcess.StartServiceAsync("FaceStream", Ports.Free());
        await using var second = await ServiceProcess.StartServiceAsync("FaceStream", Ports.Free());
        await using var suite = await SplitSuite.StartAsync($"{face.Address},{second.Address}", ["--Fusion:BodyStream=", .. Patience.Settings]);
        using var channel = GrpcChannel.ForAddress(suite.Fusion.Address);
        foreach (var dies in new[] { face, null })
        {
            using var session = new LiveSession(channel);
            await session.OpenAsync();
            await UntilScoredAsync(session);
            if (dies != null)
                await dies.KillAsync();
        }
    }

    /// <summary>Until enough calls succeed one after the other that each instance in use has had some.</summary>
    private static async Task InARowAsync(DetectionService.DetectionServiceClient client)
    {
        const int enough = 20;
        var start = Stopwatch.GetTimestamp();
        for (var row = 0; row < enough; row++)
        {
            try
            {
                await client.DetectAsync(new DetectRequest { Image = SampleFrames.Image(1) });
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && Stopwatch.GetElapsedTime(start) < s_patience)
            {
                row = -1;
                await Task.Delay(50);
            }
        }
    }

    private static async Task UntilScoredAsync(LiveSession session)
    {
        for (var sequence = 1ul; ; sequence++)
        {
            var answer = (await session.AskAsync(SampleFrames.Frame(sequence))).Result;
            if (answer?.Persons.FirstOrDefault()?.Emotion.Streams.Any(s => s.Stream == StreamKind.Face && s.Logits.Count > 0) == true)
                return;
            await Task.Delay(20);
        }
    }
}
