using System.Security.Cryptography.X509Certificates;

namespace EmotionGrpc.Hosting.Security;

/// <summary>The names that a peer's certificate carries.</summary>
public static class PeerNames
{
    /// <summary>DNS names; the common name when there are none.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        string[] names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames())];
        return names.Length > 0 ? names : [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)];
    }
}
