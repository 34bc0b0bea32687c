using System.Security.Cryptography.X509Certificates;

namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>Paths of a certificate and its key.</summary>
public sealed record PemFiles(string Certificate, string Key)
{
    public X509Certificate2 Load() => X509Certificate2.CreateFromPemFile(Certificate, Key);

    public string Thumbprint => Load().Thumbprint;

    /// <summary>Puts others in their place, one file after the other.</summary>
    public void Become(PemFiles others)
    {
        File.Copy(others.Certificate, Certificate, overwrite: true);
        File.Copy(others.Key, Key, overwrite: true);
    }
}
