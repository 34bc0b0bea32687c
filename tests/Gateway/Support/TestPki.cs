using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>A certificate authority of a test, and what it signs, as PEM files.</summary>
public sealed class TestPki : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _authority;

    public TestPki(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Ca, _authority.ExportCertificatePem());
    }

    /// <summary>The authority's certificate.</summary>
    public string Ca => _folder.File("ca.pem");

    /// <summary>How those check a certificate who trust this authority and no other.</summary>
    public X509ChainPolicy Policy() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { _authority },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    /// <summary>A certificate of a server at 127.0.0.1.</summary>
    public PemFiles Server(string name) => Issue(name, "1.3.6.1.5.5.7.3.1", null);

    /// <summary>A certificate that a client shows.</summary>
    public PemFiles Client(string name, DateTimeOffset? notAfter = null) => Issue(name, "1.3.6.1.5.5.7.3.2", notAfter);

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private PemFiles Issue(string name, string usage, DateTimeOffset? notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        using var certificate = request.Create(_authority, DateTimeOffset.UtcNow.AddMinutes(-59), notAfter ?? DateTimeOffset.UtcNow.AddHours(12), Guid.NewGuid().ToByteArray());
        var files = new PemFiles(_folder.File($"{Guid.NewGuid():N}.pem"), _folder.File($"{Guid.NewGuid():N}.key"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
