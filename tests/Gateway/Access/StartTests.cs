using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.Hosting;
using EmotionGrpc.TestSupport;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Gateway.Tests.Access;

/// <summary>Forgetting credentials, or giving them half, never opens the gateway.</summary>
public sealed class StartTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "Listen=http://0.0.0.0:1", "Gateway:Listen is http://0.0.0.0:1, which others can reach, and no credentials are configured; set Gateway:ApiKeys" },
        { "Listen=http://*:1", "which others can reach" },
        { "Listen=http://[::]:1", "which others can reach" },
        { "Listen=http://192.0.2.1:1", "which others can reach" },
        { "Listen=https://0.0.0.0:1", "which others can reach" },
        { "Listen=https://127.0.0.1:1", "Gateway:Listen is https, which needs Gateway:Tls:Certificate and Gateway:Tls:Key; name two PEM files." },
        { "Tls:Certificate=/nowhere.pem", "Gateway:Tls is set and Gateway:Listen is not https" },
        { "ApiKeys=/nowhere.jsonl", "Gateway:ApiKeys cannot be used: Could not find file '/nowhere.jsonl'." },
        { "Jwt:Authority=http://id.example", "Gateway:Jwt:Authority is 'http://id.example'; allowed is https://HOST/PATH." },
        { "Jwt:Authority=https://id.example", "Gateway:Jwt:Audience must be set" },
        { "Jwt:Audience=emotion", "Gateway:Jwt needs one of Authority and JwksFile" },
        { "CorsOrigins=example.com", "Gateway:CorsOrigins has 'example.com', which is not an origin; allowed are" },
        { "Limits:PerCaller:Sessions=0", "Gateway:Limits:PerCaller:Sessions must lie between 1 and 100000." },
        { "Limits:Total:FramesPerSecond=0", "Gateway:Limits:Total:FramesPerSecond must lie between 1 and 1000000." },
        { "Limits:Total:Frames=0", "There is no setting Gateway:Limits:Total:Frames; allowed in Gateway:Limits:Total are" },
        { "Connections:PerAddress=0", "Gateway:Connections:PerAddress must lie between 1 and 1000000." },
        { "Operations=https://127.0.0.1:1", "Gateway:Operations is not an address; allowed is http://ADDRESS:PORT" },
        { "UpstreamTls:Key=/nowhere.key", "Only one of Gateway:UpstreamTls:Certificate and Gateway:UpstreamTls:Key is set" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Start_WrongSetting_IsRefused(string setting, string sentence)
    {
        var message = setting.StartsWith("Listen", StringComparison.Ordinal)
            ? await FaultAsync([setting])
            : await FaultAsync([$"Listen=http://127.0.0.1:{Ports.Free()}", setting]);
        Assert.Contains(sentence, message);
    }

    [Fact]
    public async Task Start_PublicAddressWithoutCredentials_StopsWithOneSentence()
    {
        var (exitCode, output, error) = await ServiceProcess.RunAsync("Gateway", "--Gateway:Listen=http://0.0.0.0:1");
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.StartsWith("Gateway:Listen is http://0.0.0.0:1, which others can reach", error);
        Assert.Single(error.Split('\n'));
    }

    [Theory]
    [InlineData("not json", "line 1 is not a key")]
    [InlineData("""{"name":"a","sha256":"00","scopes":[]}""", "line 1 is not a key: sha256 is not 64 hexadecimal digits")]
    [InlineData("""{"name":"a b","sha256":"HASH","scopes":[]}""", "line 1 is not a key: name is 'a b'; allowed are")]
    [InlineData("""{"name":"jwt.a","sha256":"HASH","scopes":[]}""", "line 1 is not a key: name is 'jwt.a'; names that begin with")]
    [InlineData("""{"name":"a","sha256":"HASH","scopes":["all"]}""", "line 1 is not a key: 'all' is not a scope; allowed are recognize")]
    [InlineData("""{"name":"a","sha256":"HASH","scopes":[],"limits":{"sessions":0}}""", "line 1 is not a key: limits.sessions must lie between 1 and 100000")]
    [InlineData("""{"name":"a","sha256":"HASH","scopes":[],"expire":"2027-01-01"}""", "line 1 is not a key")]
    public async Task Start_KeyFileThatIsWrong_IsRefused(string line, string sentence)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("keys"), line.Replace("HASH", new string('0', 64)));
        Assert.Contains(sentence, await FaultAsync([$"Listen=http://127.0.0.1:{Ports.Free()}", $"ApiKeys={folder.File("keys")}"]));
    }

    [Fact]
    public async Task Start_NoCredentials_SaysThatItIsLocal()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Contains(gateway.Log.All, l => l.EndsWith(": No credentials are configured: only programs of this machine are answered.", StringComparison.Ordinal));
        await gateway.Client().PushFrameAsync(Frames.Pushed());
        Assert.Equal("anonymous", Assert.Single(gateway.Witness.Calls).GetValue("x-emotion-identity"));
    }

    [Fact]
    public async Task Call_LocalGatewayUnderAForeignName_IsRefused()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{gateway.Address}/metrics");
        request.Headers.Host = $"rebound.example:{gateway.Port}";
        using var answer = await http.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("ok", await http.GetStringAsync($"http://localhost:{gateway.Port}/livez"));
    }

    private static async Task<string> FaultAsync(string[] settings)
    {
        try
        {
            await using var app = GatewayHost.Build([], settings.ToDictionary(s => $"Gateway:{s[..s.IndexOf('=')]}", s => (string?)s[(s.IndexOf('=') + 1)..]));
            await app.StartAsync();
        }
        catch (Exception e) when (e is ConfigurationException or OptionsValidationException)
        {
            return e.Message;
        }

        throw new InvalidOperationException("It started.");
    }
}
