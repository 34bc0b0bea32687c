using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EmotionGrpc.Client.Internal;

/// <summary>Reads the certificates that a client trusts and shows.</summary>
internal static class ClientCertificates
{
    /// <exception cref="ArgumentException">A file holds no certificate or key.</exception>
    public static void Apply(EmotionClientOptions options, SslClientAuthenticationOptions tls)
    {
        if (options.CertificateAuthorityFile is { } authority)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            Read(nameof(options.CertificateAuthorityFile), authority, () => policy.CustomTrustStore.ImportFromPemFile(authority));
            if (policy.CustomTrustStore.Count == 0)
                throw Unusable(nameof(options.CertificateAuthorityFile), authority, null);
            tls.CertificateChainPolicy = policy;
        }

        if (options is { ClientCertificateFile: { } file, ClientKeyFile: { } key })
            Read(nameof(options.ClientCertificateFile), file, () => tls.ClientCertificates = [X509Certificate2.CreateFromPemFile(file, key)]);
    }

    private static void Read(string name, string file, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(name, file, e);
        }
    }

    private static ArgumentException Unusable(string name, string file, Exception? e) =>
        new($"{name} is '{file}', which cannot be used: {e?.Message ?? "it holds no certificate."}", e);
}
