using System.Net;
using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;

namespace EmotionGrpc.Gateway.Tests.Access;

public sealed class KeyTests : IAsyncLifetime, IDisposable
{
    private readonly KeyFile _keys = new();
    private RunningGateway _gateway = null!;
    private string _key = null!;
    private string _expired = null!;

    public async Task InitializeAsync()
    {
        _key = _keys.Add("camera-1");
        _expired = _keys.Add("old", expires: DateTimeOffset.UtcNow.AddSeconds(-1));
        _gateway = await RunningGateway.StartAsync($"ApiKeys={_keys.Path}");
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Call_NoCredentials_IsUnauthenticated()
    {
        var fault = await Refused.AsAsync(_gateway.Client().PushFrameAsync(Frames.Pushed()), StatusCode.Unauthenticated, "CREDENTIALS_MISSING");
        Assert.Equal("Credentials are missing: send a key in x-api-key.", fault.Status.Detail);
        Assert.Empty(_gateway.Witness.Calls);
    }

    [Fact]
    public async Task Call_WrongKey_IsUnauthenticated()
    {
        var almost = _key[..^1] + (_key[^1] == 'A' ? 'B' : 'A');
        foreach (var wrong in (string[])[almost, "emo_", "password", "emo_" + new string('x', 10_000)])
            await Refused.AsAsync(_gateway.Client(wrong).PushFrameAsync(Frames.Pushed()), StatusCode.Unauthenticated, "KEY_UNKNOWN");
        Assert.Empty(_gateway.Witness.Calls);
    }

    [Fact]
    public async Task Call_ExpiredKey_IsUnauthenticated()
    {
        await Refused.AsAsync(_gateway.Client(_expired).PushFrameAsync(Frames.Pushed()), StatusCode.Unauthenticated, "KEY_EXPIRED");
        Assert.Empty(_gateway.Witness.Calls);
    }

    [Fact]
    public async Task Call_MissingScope_IsDenied()
    {
        await Refused.AsAsync(_gateway.Client(_key).ListSessionsAsync(new ListSessionsRequest()), StatusCode.PermissionDenied, "SCOPE_MISSING");
        var detection = new DetectionService.DetectionServiceClient(_gateway.Invoker(_key));
        await Refused.AsAsync(detection.DetectAsync(new DetectRequest()), StatusCode.PermissionDenied, "SCOPE_MISSING");
        Assert.Empty(_gateway.Witness.Calls);
    }

    [Fact]
    public async Task Call_Key_IsForwardedUnderItsNameWithoutTheKey()
    {
        await _gateway.Client(_key).PushFrameAsync(Frames.Pushed());
        var headers = Assert.Single(_gateway.Witness.Calls);
        Assert.Equal("camera-1", headers.GetValue("x-emotion-identity"));
        Assert.DoesNotContain(headers, h => h.Value.Contains(_key));
    }

    [Fact]
    public async Task Call_KeyAsBearer_IsLetIn() =>
        await _gateway.Client(headers: ("authorization", $"Bearer {_key}")).PushFrameAsync(Frames.Pushed());

    [Fact]
    public async Task Call_SpoofedIdentity_IsReplaced()
    {
        await _gateway.Client(_key, ("x-emotion-identity", "somebody-else"), ("x-camera", "door")).PushFrameAsync(Frames.Pushed());
        Assert.Equal("camera-1/door", Assert.Single(Assert.Single(_gateway.Witness.Calls), h => h.Key == "x-emotion-identity").Value);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Call_CameraThatIsNoName_IsRefused(string camera) =>
        await Refused.AsAsync(_gateway.Client(_key, ("x-camera", camera)).PushFrameAsync(Frames.Pushed()), StatusCode.InvalidArgument, "CAMERA_INVALID");

    [Fact]
    public async Task Keys_AddedAndWithdrawn_CountWithoutARestart()
    {
        var added = _keys.Add("camera-2");
        var client = _gateway.Client(added);
        await Eventually.TrueAsync(async () => await WorksAsync(client));
        _keys.Remove("camera-2");
        await Eventually.TrueAsync(async () => !await WorksAsync(client));
        Assert.True(await WorksAsync(_gateway.Client(_key)));
    }

    [Fact]
    public async Task Keys_BrokenFile_KeepsTheOldOnesAndSaysSo()
    {
        _keys.Break();
        await Eventually.TrueAsync(() => _gateway.Log.All.Any(l => l.Contains("Gateway:ApiKeys changed and cannot be used; the old one stays: line 1 is not a key")));
        Assert.True(await WorksAsync(_gateway.Client(_key)));
        Assert.DoesNotContain(_gateway.Log.All, l => l.Contains("this is no key"));
    }

    [Fact]
    public async Task Keys_FileMissing_KeepsTheOldOnesAndSaysSoOnce()
    {
        const string said = "Gateway:ApiKeys changed and cannot be used; the old one stays: Could not find file";
        File.Delete(_keys.Path);
        await Eventually.TrueAsync(() => _gateway.Log.All.Any(l => l.Contains(said)));
        await Task.Delay(TimeSpan.FromSeconds(3)); // Three more looks.
        Assert.True(await WorksAsync(_gateway.Client(_key)));
        Assert.Single(_gateway.Log.All, l => l.Contains(said));
    }

    [Fact]
    public async Task Session_KeyWithdrawn_EndsAfterWhatIsInHand()
    {
        var key = _keys.Add("camera-3");
        var client = _gateway.Client(key);
        await Eventually.TrueAsync(async () => await WorksAsync(client));
        using var call = client.Recognize(cancellationToken: Patience.Token);
        await call.RequestStream.WriteAsync(Frames.Numbered(1));
        Assert.True(await call.ResponseStream.MoveNext());
        _keys.Remove("camera-3");
        var answered = new List<RecognizeResponse>();
        await Refused.AsAsync(
            async () =>
            {
                while (await call.ResponseStream.MoveNext())
                    answered.Add(call.ResponseStream.Current);
            },
            StatusCode.Unauthenticated,
            "CREDENTIALS_ENDED");
        Assert.Equal([RecognizeResponse.MessageOneofCase.Dropped, RecognizeResponse.MessageOneofCase.Closed], answered.Select(a => a.MessageCase));
    }

    [Fact]
    public async Task Operations_NoCredentials_TellOnlyWhetherItLives()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_gateway.Address) };
        Assert.Equal("ok", await http.GetStringAsync("/livez"));
        using var ready = await http.GetAsync("/readyz");
        Assert.Equal("""{"status":"not ready"}""", await ready.Content.ReadAsStringAsync());
        await new Health.HealthClient(_gateway.Invoker()).CheckAsync(new HealthCheckRequest());
        foreach (var path in (string[])["/metrics", "/metrics/", "/nowhere", "/assets/", "/assets/../metrics", "/EmotionGrpc.Gateway.dll"])
        {
            using var answer = await http.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        // The dashboard is files without secrets; what it calls needs credentials as any other caller does.
        using var page = await http.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        using var reflection = new ServerReflection.ServerReflectionClient(_gateway.Invoker()).ServerReflectionInfo();
        await Refused.AsAsync(() => reflection.ResponseStream.MoveNext(CancellationToken.None), StatusCode.Unauthenticated, "CREDENTIALS_MISSING");
    }

    [Fact]
    public async Task Metrics_OnlyAdmin_AreTold()
    {
        var admin = _keys.Add("prometheus", "admin");
        await Eventually.TrueAsync(async () => await MetricsAsync(admin) == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, await MetricsAsync(_key));
    }

    [Fact]
    public async Task Audit_Session_TellsWhoAndHowItEnded()
    {
        await Frames.StreamAsync(_gateway.Client(_key, ("x-camera", "door")), count: 3);
        await Eventually.TrueAsync(() => _gateway.Log.All.Any(l => l.StartsWith("EmotionGrpc.Audit: camera-1/door ended /emotion.v1.RecognitionService/Recognize from 127.0.0.1:", StringComparison.Ordinal)
            && l.Contains("with Ok after 3 messages")));
        Assert.Contains(_gateway.Log.All, l => l.StartsWith("EmotionGrpc.Audit: camera-1/door opened /emotion.v1.RecognitionService/Recognize from 127.0.0.1:", StringComparison.Ordinal));
        Assert.DoesNotContain(_gateway.Log.All, l => l.Contains(_key));
    }

    private static async Task<bool> WorksAsync(RecognitionService.RecognitionServiceClient client)
    {
        try
        {
            await client.PushFrameAsync(Frames.Pushed());
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unauthenticated)
        {
            return false;
        }
    }

    private async Task<HttpStatusCode> MetricsAsync(string key)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var answer = await http.GetAsync($"{_gateway.Address}/metrics");
        return answer.StatusCode;
    }
}
