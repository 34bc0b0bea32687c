using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EmotionGrpc.TestSupport;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EmotionGrpc.Client.Tests.Options;

public sealed class TlsTests
{
    [Fact]
    public async Task Call_OwnAuthorityAndClientCertificate_IsTrustedBothWays()
    {
        using var folder = new TemporaryFolder();
        var authority = Authority("ours");
        var ca = await WriteAsync(folder, "ca.pem", authority.ExportCertificatePem());
        var (serverCertificate, _) = Issue(authority, "server");
        var (clientCertificate, clientKey) = Issue(authority, "camera-1");
        var certificate = await WriteAsync(folder, "client.pem", clientCertificate.ExportCertificatePem());
        var key = await WriteAsync(folder, "client.key", clientKey.ExportPkcs8PrivateKeyPem());
        var seen = "";
        var port = Ports.Free();
        var app = await KestrelServer.StartAsync(new ScriptedRecognition(), port, new HttpsConnectionAdapterOptions
        {
            ServerCertificate = serverCertificate,
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (shown, _, _) =>
            {
                seen = shown.Subject;
                return shown.Issuer == authority.Subject;
            },
        });
        try
        {
            var address = $"https://127.0.0.1:{port}";
            using var client = new EmotionClient(new EmotionClientOptions
            {
                Address = address,
                CertificateAuthorityFile = ca,
                ClientCertificateFile = certificate,
                ClientKeyFile = key,
            });
            await client.ListSessionsAsync();
            Assert.Equal("CN=camera-1", seen);

            var foreign = await WriteAsync(folder, "foreign.pem", Authority("theirs").ExportCertificatePem());
            using var mistrustful = new EmotionClient(new EmotionClientOptions
            {
                Address = address,
                CertificateAuthorityFile = foreign,
                ClientCertificateFile = certificate,
                ClientKeyFile = key,
            });
            var e = await Assert.ThrowsAsync<RpcException>(() => mistrustful.ListSessionsAsync());
            Assert.IsType<AuthenticationException>(e.Status.DebugException!.GetBaseException());
        }
        finally
        {
            await KestrelServer.EndAsync(app);
        }
    }

    private static async Task<string> WriteAsync(TemporaryFolder folder, string name, string pem)
    {
        await File.WriteAllTextAsync(folder.File(name), pem);
        return folder.File(name);
    }

    private static X509Certificate2 Authority(string name)
    {
        var request = new CertificateRequest($"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static (X509Certificate2 Certificate, ECDsa Key) Issue(X509Certificate2 authority, string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8));
        return (issued.CopyWithPrivateKey(key), key);
    }
}
