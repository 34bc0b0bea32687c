using System.ComponentModel.DataAnnotations;
using EmotionGrpc.Hosting.Endpoints;
using EmotionGrpc.Hosting.Security;

namespace EmotionGrpc.Hosting;

/// <summary>What every service is told. Configuration section: the service's name.</summary>
public class ServiceOptions
{
    /// <summary>Where to listen: http://ADDRESS:PORT, https://ADDRESS:PORT or unix:/PATH. HTTP/1.1 and HTTP/2 share a TCP port.</summary>
    [Required(ErrorMessage = "Listen must be set: http://ADDRESS:PORT, https://ADDRESS:PORT or unix:/PATH.")]
    public string Listen { get; set; } = "";

    /// <summary>
    /// http://ADDRESS:PORT where /livez, /readyz and /metrics are answered besides, over HTTP/1.1 without TLS and credentials, for probes and Prometheus.
    /// Default: nowhere.
    /// </summary>
    public string Operations { get; set; } = "";

    /// <summary>
    /// Path of a Unix socket where gRPC is answered besides, without TLS: for services of the same host and user, whom it costs less than TCP. Default: none.
    /// </summary>
    public string Socket { get; set; } = "";

    /// <summary>Largest message in MiB, 1 to 256. Default 32: a raw 4K frame has 24.9 MB.</summary>
    [Range(1, 256, ErrorMessage = "MaximumMessageMebibytes must lie between 1 and 256.")]
    public int MaximumMessageMebibytes { get; set; } = 32;

    /// <summary>Seconds that a stop waits for calls in hand, 1 to 600. Default 30.</summary>
    [Range(1, 600, ErrorMessage = "DrainSeconds must lie between 1 and 600.")]
    public int DrainSeconds { get; set; } = 30;

    /// <summary>TLS of the port, when it is https.</summary>
    public TlsOptions Tls { get; set; } = new();

    /// <summary>Limits of connections.</summary>
    public ConnectionOptions Connections { get; set; } = new();
}
