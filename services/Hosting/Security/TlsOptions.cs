namespace EmotionGrpc.Hosting.Security;

/// <summary>TLS of a service's port. Paths of PEM files, which are read again when they change.</summary>
public sealed class TlsOptions
{
    /// <summary>The service's certificate, followed by its intermediates. Needed when Listen is https.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>The certificate's private key, without a password.</summary>
    public string Key { get; set; } = "";

    /// <summary>Certificate authorities of clients. When it is set, a client without a certificate of one of these is refused.</summary>
    public string ClientCa { get; set; } = "";

    /// <summary>Names that a client's certificate may carry (DNS name, or common name when it has none), separated by commas; empty: any name will do.</summary>
    public string ClientNames { get; set; } = "";

    internal IReadOnlyList<string> Names => ClientNames.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
