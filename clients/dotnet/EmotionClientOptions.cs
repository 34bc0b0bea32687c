namespace EmotionGrpc.Client;

/// <summary>Which server a client talks to, and how.</summary>
/// <example>
/// <code>
/// using var client = new EmotionClient(new EmotionClientOptions
/// {
///     Address = "https://emotions.example.org:8443",
///     ApiKey = Environment.GetEnvironmentVariable("EMOTION_API_KEY"),
///     CertificateAuthorityFile = "/etc/emotion/ca.pem",
/// });
/// </code>
/// </example>
public sealed class EmotionClientOptions
{
    /// <summary>The server: <c>http://HOST:PORT</c> (HTTP/2 without TLS) or <c>https://HOST:PORT</c>.</summary>
    public string Address { get; set; } = "";

    /// <summary>A key that the gateway knows; sent as <c>x-api-key</c>. Excludes <see cref="BearerToken"/> and <see cref="BearerTokenFile"/>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>A token that the gateway's issuer signed; sent as <c>authorization: Bearer</c>.</summary>
    public string? BearerToken { get; set; }

    /// <summary>A file that holds such a token. It is read at every call, so that one that is renewed in place is taken up when a session reconnects.</summary>
    public string? BearerTokenFile { get; set; }

    /// <summary>Allows a key or token over <c>http</c> to another machine, where everybody on the way can read it. Default: refused.</summary>
    public bool AllowCredentialsWithoutTls { get; set; }

    /// <summary>PEM file of the authorities that may have signed the server's certificate; null: those of the operating system. Read when the client is created.</summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>PEM file of the certificate that this client shows (mTLS); with <see cref="ClientKeyFile"/>. Read when the client is created.</summary>
    public string? ClientCertificateFile { get; set; }

    /// <summary>PEM file of the key of <see cref="ClientCertificateFile"/>, not encrypted.</summary>
    public string? ClientKeyFile { get; set; }

    /// <summary>Largest message in bytes, either way: 1024 bytes to 1 GiB. Default 32 MiB, which is the server's own limit.</summary>
    public int MaximumMessageBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How long a connection may take to come about: 1 ms to 10 min. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a quiet connection is asked for life by an HTTP/2 ping: 1 s to 10 min. Default 20 s.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The clock of sessions, their heartbeats and pauses.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the jitter of pauses comes from.</summary>
    public Random Random { get; set; } = Random.Shared;
}
