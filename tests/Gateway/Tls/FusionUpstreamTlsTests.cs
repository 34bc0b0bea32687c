using System.Collections.Concurrent;
using EmotionGrpc.Fusion;
using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace EmotionGrpc.Gateway.Tests.Tls;

/// <summary>Fusion towards a stream service that asks for certificates.</summary>
public sealed class FusionUpstreamTlsTests : IDisposable
{
    private readonly TestPki _pki = new("inside");
    private readonly TestPki _foreign = new("foreign");
    private readonly FaceStream _stream = new();
    private readonly int _port = Ports.Free();

    public void Dispose()
    {
        _pki.Dispose();
        _foreign.Dispose();
    }

    [Fact]
    public async Task Fusion_ItsCertificate_IsShownToTheService()
    {
        await using var service = await ServiceAsync();
        await using var fusion = await FusionAsync(_pki.Client("fusion"), _pki.Ca);

        await Eventually.TrueAsync(() => !_stream.Callers.IsEmpty);

        Assert.All(_stream.Callers, subject => Assert.Equal("CN=fusion", subject));
        await Eventually.TrueAsync(() => !IsMissing(fusion));
        await EndAsync(fusion, service);
    }

    [Fact]
    public async Task Fusion_ServiceOfAForeignAuthority_IsNotTrusted()
    {
        await using var service = await ServiceAsync();
        await using var fusion = await FusionAsync(_pki.Client("fusion"), _foreign.Ca);

        await Eventually.TrueAsync(() => IsMissing(fusion, "SSL"));

        Assert.Empty(_stream.Callers);
        await EndAsync(fusion, service);
    }

    [Fact]
    public async Task Fusion_CertificateRenewed_ReachesTheServiceWithoutARestart()
    {
        var files = _foreign.Client("fusion");
        await using var service = await ServiceAsync();
        await using var fusion = await FusionAsync(files, _pki.Ca);
        await Eventually.TrueAsync(() => IsMissing(fusion));
        Assert.Empty(_stream.Callers);

        files.Become(_pki.Client("fusion"));

        await Eventually.TrueAsync(() => !_stream.Callers.IsEmpty && !IsMissing(fusion));
        await EndAsync(fusion, service);
    }

    private static bool IsMissing(WebApplication fusion, string why = "") =>
        fusion.Services.GetRequiredService<Readiness>().WhatIsMissing.Any(m => m.Key.Contains("face", StringComparison.OrdinalIgnoreCase) && m.Value.Contains(why, StringComparison.Ordinal));

    private static async Task EndAsync(params WebApplication[] apps)
    {
        foreach (var app in apps)
            await app.StopAsync(new CancellationToken(canceled: true));
    }

    /// <summary>Only clients of the authority inside are let in.</summary>
    private Task<WebApplication> ServiceAsync() => KestrelServer.StartAsync(_stream, _port, new HttpsConnectionAdapterOptions
    {
        ServerCertificate = _pki.Server("face-stream").Load(),
        ClientCertificateMode = ClientCertificateMode.RequireCertificate,
        ClientCertificateValidation = (certificate, _, _) =>
        {
            using var chain = new System.Security.Cryptography.X509Certificates.X509Chain { ChainPolicy = _pki.Policy() };
            return chain.Build(certificate);
        },
    });

    private async Task<WebApplication> FusionAsync(PemFiles certificate, string authority)
    {
        var fusion = FusionHost.Build([], new Dictionary<string, string?>
        {
            ["Fusion:Listen"] = "http://127.0.0.1:0",
            ["Fusion:FaceStream"] = $"https://127.0.0.1:{_port}",
            ["Fusion:UpstreamTls:Ca"] = authority,
            ["Fusion:UpstreamTls:Certificate"] = certificate.Certificate,
            ["Fusion:UpstreamTls:Key"] = certificate.Key,
        });
        await fusion.StartAsync();
        return fusion;
    }

    /// <summary>A stream service that keeps the subjects of the certificates of those who ask for its model.</summary>
    private sealed class FaceStream : FaceStreamService.FaceStreamServiceBase
    {
        public ConcurrentQueue<string> Callers { get; } = [];

        public override Task<FaceStreamServiceGetModelResponse> GetModel(FaceStreamServiceGetModelRequest request, ServerCallContext context)
        {
            Callers.Enqueue(context.GetHttpContext().Connection.ClientCertificate!.Subject);
            var crop = new CropSpec { Kind = CropKind.Face, Width = 16, Height = 16, Format = ImageFormat.Bgr24 };
            return Task.FromResult(new FaceStreamServiceGetModelResponse
            {
                Model = new Model
                {
                    Version = new ModelVersion { Name = "test", Version = "1" },
                    Labels = { "neutral", "happiness" },
                    LabelType = LabelType.Single,
                    TemporalMode = TemporalMode.PerFrame,
                    Sample = new SampleSpec { Crop = crop, Cadence = SampleCadence.Segment },
                },
            });
        }
    }
}
