using System.ComponentModel.DataAnnotations;
using EmotionGrpc.Gateway.Access;
using EmotionGrpc.Gateway.Limits;
using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Endpoints;
using EmotionGrpc.Hosting.Security;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Gateway;

/// <summary>Settings of the gateway. Configuration section <c>Gateway</c>. Addresses may be several, separated by commas, or a name for which DNS has several: calls go to the one with the least in hand.</summary>
public sealed class GatewayOptions : ServiceOptions
{
    /// <summary>The defaults of a service that strangers may reach.</summary>
    public GatewayOptions() => Connections = new ConnectionOptions { Streams = 100 };

    /// <summary>Where the detection service is. Default http://127.0.0.1:8081.</summary>
    [Required]
    public string Detection { get; set; } = "http://127.0.0.1:8081";

    /// <summary>Where the face stream service is. Default http://127.0.0.1:8082.</summary>
    [Required]
    public string FaceStream { get; set; } = "http://127.0.0.1:8082";

    /// <summary>Where the body stream service is. Default http://127.0.0.1:8083.</summary>
    [Required]
    public string BodyStream { get; set; } = "http://127.0.0.1:8083";

    /// <summary>Where the fusion service is, which also serves recognition. Default http://127.0.0.1:8084.</summary>
    [Required]
    public string Fusion { get; set; } = "http://127.0.0.1:8084";

    /// <summary>TLS towards these services, where their addresses are https.</summary>
    public UpstreamTlsOptions UpstreamTls { get; set; } = new();

    /// <summary>Path of the key file (one JSON object a line, made by <c>./emotion key new</c>), read again when it changes; empty: there are no keys.</summary>
    public string ApiKeys { get; set; } = "";

    /// <summary>Tokens that are accepted.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>Whether anybody may call, from anywhere, and do everything. Default false.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>What callers may use.</summary>
    [ValidateObjectMembers]
    public LimitOptions Limits { get; set; } = new();

    /// <summary>Web pages that may call the gateway from a browser: origins (https://HOST) separated by commas, or *. Default: none but its own.</summary>
    public string CorsOrigins { get; set; } = "";
}
