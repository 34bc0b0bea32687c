using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;

namespace EmotionGrpc.Gateway.Tests.Pages;

public sealed class PageTests
{
    [Fact]
    public async Task Page_AnyAnswer_HasSecurityHeaders()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var http = new HttpClient();
        foreach (var path in (string[])["/livez", "/nowhere"])
        {
            using var answer = await http.GetAsync(gateway.Address + path);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; script-src 'self';", policy);
            Assert.DoesNotContain("unsafe", policy);
            Assert.Contains("frame-ancestors 'none'", policy);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Theory]
    [InlineData("", "https://app.example", null)]
    [InlineData("https://app.example", "https://app.example", "https://app.example")]
    [InlineData("https://app.example", "https://evil.example", null)]
    [InlineData("*", "https://app.example", "*")]
    public async Task Preflight_Origin_IsAllowedOnlyWhenConfigured(string configured, string origin, string? allowed)
    {
        await using var gateway = await RunningGateway.StartAsync($"CorsOrigins={configured}");
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, $"{gateway.Address}/emotion.v1.RecognitionService/PushFrame");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-grpc-web,x-api-key");
        using var answer = await http.SendAsync(request);
        Assert.Equal(allowed, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? Assert.Single(values) : null);
    }

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb)]
    [InlineData(GrpcWebMode.GrpcWebText)]
    public async Task GrpcWeb_Refusal_IsToldInItsTerms(GrpcWebMode mode)
    {
        using var keys = new KeyFile();
        var key = keys.Add("browser");
        await using var gateway = await RunningGateway.StartAsync($"ApiKeys={keys.Path}");
        using var channel = GrpcChannel.ForAddress(gateway.Address, new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(mode, new HttpClientHandler()) });
        var client = new RecognitionService.RecognitionServiceClient(channel);
        await Refused.AsAsync(client.PushFrameAsync(Frames.Pushed()), StatusCode.Unauthenticated, "CREDENTIALS_MISSING");
        await client.PushFrameAsync(Frames.Pushed(bytes: 100_000), new Metadata { { "x-api-key", key } });
        using var watch = client.WatchResults(new WatchResultsRequest { SessionId = "s" }, new Metadata { { "x-api-key", key } });
        Assert.True(await watch.ResponseStream.MoveNext(Patience.Token));
    }
}
