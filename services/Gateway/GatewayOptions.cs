using System.ComponentModel.DataAnnotations;
using EmotionGrpc.Hosting;

namespace EmotionGrpc.Gateway;

/// <summary>Settings of the gateway. Configuration section <c>Gateway</c>. Addresses may be several, separated by commas: calls go to the one with the least in hand.</summary>
public sealed class GatewayOptions : ServiceOptions
{
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
}
