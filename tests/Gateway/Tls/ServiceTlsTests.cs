using System.Net.Security;
using EmotionGrpc.Fusion;
using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace EmotionGrpc.Gateway.Tests.Tls;

/// <summary>With mTLS on, a service accepts only the gateway and other services.</summary>
public sealed class ServiceTlsTests : IAsyncLifetime, IDisposable
{
    private readonly TestPki _pki = new("inside");
    private readonly TestPki _foreign = new("foreign");
    private readonly int _port = Ports.Free();
    private WebApplication _fusion = null!;

    private string Address => $"https://127.0.0.1:{_port}";

    public async Task InitializeAsync()
    {
        var files = _pki.Server("fusion");
        _fusion = FusionHost.Build([], new Dictionary<string, string?>
        {
            ["Fusion:Listen"] = Address,
            ["Fusion:Tls:Certificate"] = files.Certificate,
            ["Fusion:Tls:Key"] = files.Key,
            ["Fusion:Tls:ClientCa"] = _pki.Ca,
            ["Fusion:Tls:ClientNames"] = "gateway, fusion",
        });
        await _fusion.StartAsync();
    }

    public async Task DisposeAsync() => await KestrelServer.EndAsync(_fusion);

    public void Dispose()
    {
        _pki.Dispose();
        _foreign.Dispose();
    }

    [Fact]
    public async Task Service_NoClientCertificate_IsRefused() => Assert.Null(await PeekAsync(null));

    [Fact]
    public async Task Service_CertificateOfAForeignAuthority_IsRefused() => Assert.Null(await PeekAsync(_foreign.Client("gateway")));

    [Fact]
    public async Task Service_NameThatIsNotAllowed_IsRefused()
    {
        Assert.Null(await PeekAsync(_pki.Client("camera-1")));
        Assert.NotNull(await PeekAsync(_pki.Client("gateway")));
    }

    [Fact]
    public async Task Service_ExpiredCertificate_IsRefused() => Assert.Null(await PeekAsync(_pki.Client("gateway", DateTimeOffset.UtcNow.AddMinutes(-1))));

    [Fact]
    public async Task Service_CertificateThatIsForServers_IsRefused() => Assert.Null(await PeekAsync(_pki.Server("gateway")));

    [Fact]
    public async Task Gateway_ItsCertificate_ReachesTheService()
    {
        await using var gateway = await GatewayAsync(_pki.Client("gateway"), _pki.Ca);
        Assert.Empty((await gateway.Client.ListSessionsAsync(new ListSessionsRequest())).Sessions);
    }

    [Fact]
    public async Task Gateway_ServiceOfAForeignAuthority_IsNotTrusted()
    {
        await using var gateway = await GatewayAsync(_pki.Client("gateway"), _foreign.Ca);
        var fault = await Fault.OfAsync(gateway.Client.ListSessionsAsync(new ListSessionsRequest()));
        Assert.Equal(StatusCode.Unavailable, fault.StatusCode);
    }

    [Fact]
    public async Task Gateway_CertificateRenewed_IsShownWithoutARestart()
    {
        var files = _foreign.Client("gateway");
        await using var gateway = await GatewayAsync(files, _pki.Ca);
        Assert.Equal(StatusCode.Unavailable, (await Fault.OfAsync(gateway.Client.ListSessionsAsync(new ListSessionsRequest()))).StatusCode);
        files.Become(_pki.Client("gateway"));
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await gateway.Client.ListSessionsAsync(new ListSessionsRequest());
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                return false;
            }
        });
    }

    private Task<(string Thumbprint, SslApplicationProtocol Protocol)?> PeekAsync(PemFiles? client) => TlsPeek.AtAsync(_port, _pki, SslApplicationProtocol.Http11, client);

    private async Task<FrontedService> GatewayAsync(PemFiles certificate, string authority)
    {
        var address = $"http://127.0.0.1:{Ports.Free()}";
        var app = GatewayHost.Build([], new Dictionary<string, string?>
        {
            ["Gateway:Listen"] = address,
            ["Gateway:Fusion"] = Address,
            ["Gateway:UpstreamTls:Ca"] = authority,
            ["Gateway:UpstreamTls:Certificate"] = certificate.Certificate,
            ["Gateway:UpstreamTls:Key"] = certificate.Key,
        });
        await app.StartAsync();
        return new FrontedService(app, GrpcChannel.ForAddress(address));
    }

    private sealed record FrontedService(WebApplication App, GrpcChannel Channel) : IAsyncDisposable
    {
        public RecognitionService.RecognitionServiceClient Client { get; } = new(Channel);

        public async ValueTask DisposeAsync()
        {
            Channel.Dispose();
            await KestrelServer.EndAsync(App);
        }
    }
}
