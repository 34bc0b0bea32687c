using System.Net;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace EmotionGrpc.Operations.Tests.Readiness;

public sealed class DrainTests
{
    private const string Drains = "\"why\":\"It was told to stop: it finishes what is in hand and takes in nothing new.\"";

    [Fact]
    public async Task Readyz_ToldToStopWithACallInHand_IsNotReadyAndTheCallIsAnswered()
    {
        var held = new HeldDetection();
        var port = Ports.Free();
        var behind = await KestrelServer.StartAsync(held, port);
        var operations = $"http://127.0.0.1:{Ports.Free()}";
        // One server stands for all services: it says nothing of its health, and that counts as there.
        string[] everything = [.. new[] { "Detection", "FaceStream", "BodyStream", "Fusion" }.Select(s => $"--Gateway:{s}=http://127.0.0.1:{port}")];
        await using var gateway = await ServiceProcess.StartServiceAsync("Gateway", Ports.Free(), [.. everything, $"--Gateway:Operations={operations}", "--Gateway:DrainSeconds=600"]);
        using var channel = GrpcChannel.ForAddress(gateway.Address);
        using var http = new HttpClient();
        var detecting = new DetectionService.DetectionServiceClient(channel).DetectAsync(new DetectRequest()).ResponseAsync;
        await held.Asked;
        Assert.Contains("\"status\":\"ready\"", await http.GetStringAsync($"{operations}/readyz"), StringComparison.Ordinal);

        var stopping = gateway.TerminateAsync();
        var (status, text) = (HttpStatusCode.OK, "");
        await Eventually.TrueAsync(async () =>
        {
            using var answer = await http.GetAsync($"{operations}/readyz");
            (status, text) = (answer.StatusCode, await answer.Content.ReadAsStringAsync());
            return status != HttpStatusCode.OK;
        });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith($$"""{"status":"not ready",{{Drains}},"dependencies":[{""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"present\":false", text, StringComparison.Ordinal);
        Assert.Equal("ok", await http.GetStringAsync($"{operations}/livez"));
        await Eventually.TrueAsync(async () =>
            (await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest())).Status == HealthCheckResponse.Types.ServingStatus.NotServing);
        Assert.False(detecting.IsCompleted);

        held.Release();
        Assert.Equal(new DetectResponse(), await detecting);
        Assert.Equal(0, await stopping);
        await KestrelServer.EndAsync(behind);
    }
}
