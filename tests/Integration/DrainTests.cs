using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Net.Client;

namespace EmotionGrpc.Integration.Tests;

public sealed class DrainTests
{
    [Fact]
    public async Task Terminate_WithALiveSession_GoesAwayAnswersEveryFrameAndExitsCleanly()
    {
        await using var suite = await ServiceProcess.StartSuiteAsync();
        using var channel = GrpcChannel.ForAddress(suite.Address);
        using var session = new LiveSession(channel);
        await session.OpenAsync();
        await session.AskAsync(SampleFrames.Frame(1));
        await session.SendAsync(SampleFrames.Frame(2));
        await session.SendAsync(new RecognizeRequest { Heartbeat = new Heartbeat() });
        // The heartbeat's answer shows that the frame before it has arrived.
        var seen = new List<RecognizeResponse>();
        while (!seen.Any(m => m.Heartbeat != null))
            seen.Add((await session.ReadAsync())!);
        var stopping = suite.TerminateAsync();
        seen.AddRange(await session.ReadAllAsync());
        Assert.Contains(seen, m => m.GoAway is { RetryAfter: not null });
        Assert.Contains(seen, m => m.Result?.Sequence == 2);
        var counts = seen[^1].Closed.Counts;
        Assert.Equal(new SessionCounts { Received = 2, Results = 2 }, counts);
        Assert.Equal(0, await stopping);
    }
}
