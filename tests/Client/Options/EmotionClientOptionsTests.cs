using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Client.Tests.Options;

public sealed class EmotionClientOptionsTests
{
    public static TheoryData<Action<EmotionClientOptions>, string> Wrong => new()
    {
        { o => o.Address = "", "Address is ''; allowed are http://HOST:PORT and https://HOST:PORT." },
        { o => o.Address = "localhost:8080", "Address is 'localhost:8080'; allowed are" },
        { o => (o.ApiKey, o.BearerToken) = ("a", "b"), "More than one of ApiKey, BearerToken and BearerTokenFile is set" },
        { o => o.ApiKey = "no\nkey", "ApiKey is not a key" },
        { o => o.BearerToken = "", "BearerToken is not a token" },
        { o => o.BearerTokenFile = "/no/such/file", "BearerTokenFile is '/no/such/file', which is not a file." },
        { o => (o.Address, o.ApiKey) = ("http://example.org:8080", "a"), "it would travel readable" },
        { o => o.ClientKeyFile = "key.pem", "Only one of ClientCertificateFile and ClientKeyFile is set" },
        { o => o.CertificateAuthorityFile = Repository.SampleVideo, "certificates need https" },
        { o => (o.Address, o.CertificateAuthorityFile) = ("https://127.0.0.1:1", Repository.SampleVideo), "CertificateAuthorityFile is" },
        { o => o.MaximumMessageBytes = 3, "MaximumMessageBytes is 3; allowed are 1024 to 1073741824." },
        { o => o.ConnectTimeout = TimeSpan.Zero, "ConnectTimeout is 00:00:00; allowed are 1 ms to 10 min." },
        { o => o.KeepAliveInterval = TimeSpan.Zero, "KeepAliveInterval is 00:00:00; allowed are 1 s to 10 min." },
    };

    public static TheoryData<EmotionSessionOptions, string> WrongSession => new()
    {
        { new() { HeartbeatInterval = TimeSpan.Zero }, "HeartbeatInterval is 00:00:00; allowed is 1 ms to 1 h." },
        { new() { HeartbeatTimeout = TimeSpan.FromSeconds(5) }, "HeartbeatTimeout is 00:00:05; allowed is more than HeartbeatInterval (00:00:05), at most 24 h." },
        { new() { AnswerBuffer = 0 }, "AnswerBuffer is 0; allowed is 1 to 1000000." },
        { new() { Reconnect = new() { MaximumAttempts = -1 } }, "Reconnect.MaximumAttempts is -1; allowed is 0 and more, or null for ever." },
        { new() { Reconnect = new() { MaximumPause = TimeSpan.Zero } }, "Reconnect.MaximumPause is 00:00:00; allowed is InitialPause (00:00:00.2000000) to 1 h." },
        { new() { Reconnect = new() { MaximumKeptFrames = 0 } }, "Reconnect.MaximumKeptFrames is 0; allowed is 1 to 10000." },
        { new() { Adaptation = new() { MinimumQuality = 95 } }, "Adaptation.MinimumQuality is 95; allowed is 1 to MaximumQuality (90)." },
        { new() { Adaptation = new() { MinimumScale = 0 } }, "Adaptation.MinimumScale is 0; allowed is 0.125 to 1." },
        { new() { Adaptation = new() { Decrease = 1 } }, "Adaptation.Decrease is 1; allowed is 0.1 to 0.95." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Create_WrongOption_SaysWhichAndWhatIsAllowed(Action<EmotionClientOptions> set, string sentence)
    {
        var options = new EmotionClientOptions { Address = "http://127.0.0.1:8080" };
        set(options);

        var e = Assert.Throws<ArgumentException>(() => new EmotionClient(options).Dispose());

        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WrongSession))]
    public async Task OpenSessionAsync_WrongOption_SaysWhichAndWhatIsAllowed(EmotionSessionOptions options, string sentence)
    {
        using var client = new EmotionClient("http://127.0.0.1:1");

        var e = await Assert.ThrowsAsync<ArgumentException>(() => client.OpenSessionAsync(options));

        Assert.StartsWith(sentence, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_Credentials_TravelAsMetadata()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("token");
        await File.WriteAllTextAsync(file, "first\n");
        await using var server = await new FailingServer(new ScriptedRecognition()).StartAsync();
        using var keyed = new EmotionClient(new EmotionClientOptions { Address = server.Address, ApiKey = "key-1" });
        using var bearer = new EmotionClient(new EmotionClientOptions { Address = server.Address, BearerToken = "token-1" });
        using var filed = new EmotionClient(new EmotionClientOptions { Address = server.Address, BearerTokenFile = file });

        await keyed.ListSessionsAsync();
        await bearer.ListSessionsAsync();
        await filed.ListSessionsAsync();
        await File.WriteAllTextAsync(file, "second\n");
        await filed.ListSessionsAsync();

        var headers = server.Recognition.Headers.ToArray();
        Assert.Equal("key-1", headers[0].GetValue("x-api-key"));
        Assert.Equal(["Bearer token-1", "Bearer first", "Bearer second"], headers[1..].Select(h => h.GetValue("authorization")));
    }
}
