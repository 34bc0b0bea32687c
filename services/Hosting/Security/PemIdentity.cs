using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace EmotionGrpc.Hosting.Security;

/// <summary>A certificate with its key and the intermediates that go with it.</summary>
internal sealed record PemIdentity(X509Certificate2 Certificate, SslStreamCertificateContext Context)
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">The texts are not a certificate and its key.</exception>
    public static PemIdentity Read(string certificate, string key)
    {
        var leaf = X509Certificate2.CreateFromPem(certificate, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        var intermediates = new X509Certificate2Collection(chain.Skip(1).ToArray());
        // Offline: a start must not wait for a server that names intermediates.
        return new PemIdentity(leaf, SslStreamCertificateContext.Create(leaf, intermediates, offline: true));
    }
}
