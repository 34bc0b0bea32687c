using System.Net.Security;
using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace EmotionGrpc.Gateway.Tests.Tls;

public sealed class GatewayTlsTests : IAsyncLifetime, IDisposable
{
    private readonly TestPki _pki = new("ours");
    private PemFiles _files = null!;
    private RunningGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _files = _pki.Server("gateway");
        _gateway = await RunningGateway.StartAtAsync("https", $"Tls:Certificate={_files.Certificate}", $"Tls:Key={_files.Key}");
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public async Task Port_BothVersionsOfHttp_AreNegotiated()
    {
        var shown = (_files.Thumbprint, SslApplicationProtocol.Http2);
        Assert.Equal(shown, await TlsPeek.AtAsync(_gateway.Port, _pki, SslApplicationProtocol.Http2));
        Assert.Equal((_files.Thumbprint, SslApplicationProtocol.Http11), await TlsPeek.AtAsync(_gateway.Port, _pki, SslApplicationProtocol.Http11));
        using var channel = Channel();
        await new RecognitionService.RecognitionServiceClient(channel).PushFrameAsync(Frames.Pushed());
    }

    [Fact]
    public async Task Certificate_Changed_IsShownToNewConnectionsAndLeavesSessionsAlone()
    {
        using var channel = Channel();
        using var session = new RecognitionService.RecognitionServiceClient(channel).Recognize(cancellationToken: Patience.Token);
        await session.RequestStream.WriteAsync(Frames.Numbered(1));

        var renewed = _pki.Server("gateway");
        _files.Become(renewed);
        await Eventually.TrueAsync(async () => await TlsPeek.AtAsync(_gateway.Port, _pki, SslApplicationProtocol.Http2) is { } shown && shown.Thumbprint == renewed.Thumbprint);

        await session.RequestStream.WriteAsync(Frames.Numbered(2));
        await session.RequestStream.CompleteAsync();
        Assert.Equal([1UL, 2UL], await Frames.AnsweredAsync(session.ResponseStream));
    }

    [Fact]
    public async Task Certificate_ChangedByASymbolicLink_IsShown()
    {
        // As Kubernetes does: the folder of the files is swapped, and no file in it is ever written to.
        using var folder = new TemporaryFolder();
        var (first, second) = (_pki.Server("gateway"), _pki.Server("gateway"));
        foreach (var (name, files) in ((string, PemFiles)[])[("1", first), ("2", second)])
        {
            Directory.CreateDirectory(folder.File(name));
            File.Copy(files.Certificate, Path.Combine(folder.File(name), "tls.crt"));
            File.Copy(files.Key, Path.Combine(folder.File(name), "tls.key"));
        }

        Directory.CreateSymbolicLink(folder.File("data"), folder.File("1"));
        await using var gateway = await RunningGateway.StartAtAsync("https", $"Tls:Certificate={folder.File("data/tls.crt")}", $"Tls:Key={folder.File("data/tls.key")}");
        Assert.Equal(first.Thumbprint, (await TlsPeek.AtAsync(gateway.Port, _pki, SslApplicationProtocol.Http2))?.Thumbprint);
        Directory.Delete(folder.File("data"));
        Directory.CreateSymbolicLink(folder.File("data"), folder.File("2"));
        await Eventually.TrueAsync(async () => (await TlsPeek.AtAsync(gateway.Port, _pki, SslApplicationProtocol.Http2))?.Thumbprint == second.Thumbprint);
    }

    [Fact]
    public async Task Certificate_BrokenFile_KeepsTheOldOneAndSaysSo()
    {
        File.WriteAllText(_files.Certificate, "no certificate");
        await Eventually.TrueAsync(() => _gateway.Log.All.Any(l => l.Contains("Gateway:Tls changed and cannot be used; the old one stays:")));
        Assert.NotNull(await TlsPeek.AtAsync(_gateway.Port, _pki, SslApplicationProtocol.Http2));
    }

    [Fact]
    public async Task Certificate_KeyOfAnother_KeepsTheOldOneAndSaysSo()
    {
        var old = _files.Thumbprint;
        File.Copy(_pki.Server("other").Key, _files.Key, overwrite: true);
        await Eventually.TrueAsync(() => _gateway.Log.All.Any(l => l.Contains("Gateway:Tls changed and cannot be used; the old one stays:")));
        Assert.Equal(old, (await TlsPeek.AtAsync(_gateway.Port, _pki, SslApplicationProtocol.Http2))?.Thumbprint);
    }

    [Fact]
    public async Task ClientCa_OnlyItsClients_AreLetInUnderTheirNames()
    {
        using var foreign = new TestPki("foreign");
        await using var gateway = await RunningGateway.StartAtAsync(
            "https", $"Tls:Certificate={_files.Certificate}", $"Tls:Key={_files.Key}", $"Tls:ClientCa={_pki.Ca}");
        var camera = _pki.Client("camera-9");
        Assert.Null(await TlsPeek.AtAsync(gateway.Port, _pki, SslApplicationProtocol.Http11));
        Assert.Null(await TlsPeek.AtAsync(gateway.Port, _pki, SslApplicationProtocol.Http11, foreign.Client("camera-9")));
        Assert.NotNull(await TlsPeek.AtAsync(gateway.Port, _pki, SslApplicationProtocol.Http11, camera));

        using var handler = Handler();
        handler.SslOptions.ClientCertificates = [camera.Load()];
        using var channel = GrpcChannel.ForAddress(gateway.Address, new GrpcChannelOptions { HttpHandler = handler });
        var client = new RecognitionService.RecognitionServiceClient(channel);
        await client.PushFrameAsync(Frames.Pushed());
        Assert.Equal("cert.camera-9", Assert.Single(gateway.Witness.Calls).GetValue("x-emotion-identity"));
        await Refused.AsAsync(client.ListSessionsAsync(new ListSessionsRequest()), StatusCode.PermissionDenied, "SCOPE_MISSING");
    }

    private GrpcChannel Channel() => GrpcChannel.ForAddress(_gateway.Address, new GrpcChannelOptions { HttpHandler = Handler(), DisposeHttpClient = true });

    private SocketsHttpHandler Handler() => new() { SslOptions = { CertificateChainPolicy = _pki.Policy() } };
}
