namespace EmotionGrpc.Hosting.Security;

/// <summary>TLS towards other services. Paths of PEM files, which are read again when they change.</summary>
public sealed class UpstreamTlsOptions
{
    /// <summary>Certificate authorities that https services are checked against; empty: those of the operating system.</summary>
    public string Ca { get; set; } = "";

    /// <summary>The certificate that this service shows to those who ask for one.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>The certificate's private key, without a password.</summary>
    public string Key { get; set; } = "";
}
