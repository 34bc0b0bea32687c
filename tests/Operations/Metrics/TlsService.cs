using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Operations.Tests.Metrics;

/// <summary>A service that speaks TLS, for what only such a service tells.</summary>
internal static class TlsService
{
    private const string Name = "emotion_certificate_expiry_timestamp_seconds";

    private static readonly DateTimeOffset s_expiry = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddDays(30).ToUnixTimeSeconds());

    /// <summary>Starts one, checks the certificate's expiry and tells its metric's name.</summary>
    public static async Task<string> ScrapeNameAsync()
    {
        using var folder = new TemporaryFolder();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), s_expiry);
        await File.WriteAllTextAsync(folder.File("server.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.File("server.key"), key.ExportPkcs8PrivateKeyPem());

        var address = $"https://127.0.0.1:{Ports.Free()}";
        using var service = BuiltProgram.Start(
            "services/BodyStream",
            "EmotionGrpc.BodyStream",
            $"--BodyStream:Listen={address}",
            $"--BodyStream:Tls:Certificate={folder.File("server.crt")}",
            $"--BodyStream:Tls:Key={folder.File("server.key")}");
        try
        {
            using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
            using var http = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20 };
            var text = "";
            await Eventually.TrueAsync(async () => (text = await AskAsync(http, $"{address}/metrics")).Contains(Name, StringComparison.Ordinal));
            Assert.Equal(s_expiry.ToUnixTimeSeconds(), Scrape.Value(text, $$"""{{Name}}{certificate="BodyStream:Tls"}"""));
            return Name;
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync();
        }
    }

    private static async Task<string> AskAsync(HttpClient http, string url)
    {
        try
        {
            return await http.GetStringAsync(url);
        }
        catch (HttpRequestException)
        {
            return ""; // It is not there yet.
        }
    }
}
