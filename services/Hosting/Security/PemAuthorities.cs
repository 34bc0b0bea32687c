using System.Security.Cryptography.X509Certificates;

namespace EmotionGrpc.Hosting.Security;

/// <summary>Certificate authorities that peers are checked against, instead of those of the operating system.</summary>
internal sealed class PemAuthorities(X509Certificate2Collection authorities)
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <exception cref="FormatException">There is no certificate in the text.</exception>
    public static PemAuthorities Read(string text)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPem(text);
        return found.Count > 0 ? new PemAuthorities(found) : throw new FormatException("the file of authorities holds no certificate in PEM form.");
    }

    /// <summary>Whether one of the authorities has signed the certificate for this use, and it is in its time.</summary>
    /// <param name="certificate">The peer's.</param>
    /// <param name="presented">What the peer showed with it.</param>
    /// <param name="usage">One of the two uses.</param>
    /// <param name="why">What is wrong.</param>
    public bool Trust(X509Certificate2 certificate, X509Chain? presented, string usage, out string why)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        // Short-lived certificates and a changed authority file revoke; a list on a server would be one more thing that can be down.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(usage));
        if (presented != null)
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainElements.Select(e => e.Certificate).ToArray());
        var trusted = chain.Build(certificate);
        why = string.Join(" ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()));
        return trusted;
    }
}
