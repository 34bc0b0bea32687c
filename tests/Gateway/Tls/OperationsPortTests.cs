using System.Net;
using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Gateway.Tests.Tls;

public sealed class OperationsPortTests
{
    [Fact]
    public async Task OperationsPort_OfAGatewayWithKeys_AnswersProbesAndNothingElse()
    {
        using var pki = new TestPki("ours");
        using var keys = new KeyFile();
        keys.Add("camera-1");
        var files = pki.Server("gateway");
        var operations = $"http://127.0.0.1:{Ports.Free()}";
        await using var gateway = await RunningGateway.StartAtAsync(
            "https", $"Tls:Certificate={files.Certificate}", $"Tls:Key={files.Key}", $"Tls:ClientCa={pki.Ca}", $"ApiKeys={keys.Path}", $"Operations={operations}");
        using var http = new HttpClient { BaseAddress = new Uri(operations) };
        Assert.Equal("ok", await http.GetStringAsync("/livez"));
        await Eventually.TrueAsync(async () => (await http.GetStringAsync("/metrics")).Contains("emotion_certificate_expiry_timestamp_seconds{"));
        foreach (var path in (string[])["/", "/emotion.v1.RecognitionService/PushFrame", "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"])
        {
            using var answer = await http.PostAsync(path, new ByteArrayContent([]) { Headers = { { "content-type", "application/grpc" } } });
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Empty(gateway.Witness.Calls);
    }
}
