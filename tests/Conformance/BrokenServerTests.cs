using System.Globalization;
using System.Net;
using EmotionGrpc.TestSupport;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Conformance.Tests;

/// <summary>A server that breaks one rule fails the checks of that rule and no other.</summary>
public sealed class BrokenServerTests
{
    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.LabelTwice, "model-labels")]
    [InlineData(Fault.ClipFramesWithoutClip, "model-temporal-mode")]
    [InlineData(Fault.AnswersNameNoModel, "score-model", "session-model")]
    [InlineData(Fault.ReversesBatches, "score-order", "score-batch-as-single")]
    [InlineData(Fault.BatchLeaks, "score-batch-as-single")]
    [InlineData(Fault.TakesEmptyClips, "score-empty-clip")]
    [InlineData(Fault.NamesNoClip, "score-empty-clip", "score-bad-sample")]
    [InlineData(Fault.NoLimit, "score-too-many-clips")]
    [InlineData(Fault.BadSampleEndsSession, "session-bad-sample", "session-one-per-track")]
    [InlineData(Fault.ScoresWithoutCrop, "session-not-found")]
    [InlineData(Fault.KeepsEndedTracks, "session-ended-track")]
    [InlineData(Fault.IgnoresState, "state-goes-on")]
    [InlineData(Fault.TellsStateUnasked, "state-not-wanted")]
    [InlineData(Fault.SwapsAnswers, "session-order", "session-cancelled", "session-flow-control")]
    [InlineData(Fault.LosesAnAnswer, "session-order", "session-cancelled", "session-flow-control")]
    [InlineData(Fault.NotServing, "health-serving", "health-watch")]
    public async Task OneFault_FailsItsChecks(Fault fault, params string[] expected)
    {
        var port = Ports.Free();
        await using var server = await StartAsync(fault, port);
        var (exitCode, passed, failed) = await Conformance.CheckAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), "face-stream");
        Assert.Equal(expected.Order(StringComparer.Ordinal), failed.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(expected.Length == 0 ? 0 : 1, exitCode);
        Assert.True(passed > 20);
    }

    [Theory]
    [InlineData(Fault.NotFinite, "score-logits", "session-bad-sample", "sessions-side-by-side")]
    [InlineData(Fault.SharesMemory, "session-separate", "sessions-side-by-side")]
    public async Task FaultOfMany_FailsTheseAtLeast(Fault fault, params string[] expected)
    {
        var port = Ports.Free();
        await using var server = await StartAsync(fault, port);
        var (_, _, failed) = await Conformance.CheckAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), "face-stream");
        Assert.Subset(failed.Keys.ToHashSet(StringComparer.Ordinal), expected.ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain(failed.Keys, k => k.StartsWith("model-", StringComparison.Ordinal) || k.StartsWith("health-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task People_SeeTheRuleAndWhatWasDoneInstead()
    {
        var port = Ports.Free();
        await using var server = await StartAsync(Fault.NoLimit, port);
        var (exitCode, output, _) = await Conformance.RunAsync(
            "--target", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), "--service", "face-stream", "--only", "score-too-many");
        Assert.Equal(1, exitCode);
        Assert.Matches("(?s)^FAILED  score-too-many-clips +Score: RESOURCE_EXHAUSTED over 256 clips\\.\\r?\\n +But: RESOURCE_EXHAUSTED was expected; .+0 passed, 1 failed$", output);
    }

    private static async Task<WebApplication> StartAsync(Fault fault, int port)
    {
        var health = new HealthServiceImpl();
        health.SetStatus("", fault == Fault.NotServing ? HealthCheckResponse.Types.ServingStatus.NotServing : HealthCheckResponse.Types.ServingStatus.Serving);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port, o => o.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new BrightnessStream(fault));
        builder.Services.AddSingleton(health);
        var app = builder.Build();
        app.MapGrpcService<BrightnessStream>();
        app.MapGrpcService<HealthServiceImpl>();
        await app.StartAsync();
        return app;
    }
}
