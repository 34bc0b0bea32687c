using System.ComponentModel.DataAnnotations;
using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Fusion.Trials;
using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Security;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion;

/// <summary>Settings of the fusion service. Configuration section <c>Fusion</c>. Addresses may be several, separated by commas, or a name for which DNS has several: calls go to them in turns.</summary>
public sealed class FusionServiceOptions : ServiceOptions
{
    /// <summary>Where the detection service is. Default http://127.0.0.1:8081.</summary>
    [Required]
    public string Detection { get; set; } = "http://127.0.0.1:8081";

    /// <summary>Where the face stream service is; empty: there is none. Default http://127.0.0.1:8082.</summary>
    public string FaceStream { get; set; } = "http://127.0.0.1:8082";

    /// <summary>Where the body stream service is; empty: there is none. Default http://127.0.0.1:8083.</summary>
    public string BodyStream { get; set; } = "http://127.0.0.1:8083";

    /// <summary>Services that a share of the live sessions uses in place of these.</summary>
    [ValidateObjectMembers]
    public CanaryOptions Canary { get; set; } = new();

    /// <summary>Services whose scores are compared with theirs.</summary>
    [ValidateObjectMembers]
    public ShadowOptions Shadow { get; set; } = new();

    /// <summary>TLS towards these services, where their addresses are https.</summary>
    public UpstreamTlsOptions UpstreamTls { get; set; } = new();

    /// <summary>Policy of sessions that do not choose one: average, maximum or occlusion-aware (default).</summary>
    [RegularExpression("average|maximum|occlusion-aware", ErrorMessage = "Fusion:Policy must be one of average, maximum, occlusion-aware.")]
    public string Policy { get; set; } = PolicyNames.OcclusionAware;

    /// <summary>Segments in the consensus of sessions that do not choose, 1 to 64. Default 5.</summary>
    [Range(1, 64, ErrorMessage = "Fusion:Segments must lie between 1 and 64.")]
    public int Segments { get; set; } = 5;

    /// <summary>Seconds that the segments span, 0.1 to 60. Default 1.</summary>
    [Range(0.1, 60, ErrorMessage = "Fusion:WindowSeconds must lie between 0.1 and 60.")]
    public double WindowSeconds { get; set; } = 1;

    /// <summary>Frames at most from one search for persons to the next, of live sessions that do not choose, 1 to 100. Default 1: every frame is searched.</summary>
    [Range(1, 100, ErrorMessage = "Fusion:Cadence must lie between 1 and 100.")]
    public int Cadence { get; set; } = 1;

    /// <summary>Seconds that a frame is worth a result, 0.01 to 60. Default 2.</summary>
    [Range(0.01, 60, ErrorMessage = "Fusion:TimeToLiveSeconds must lie between 0.01 and 60.")]
    public double TimeToLiveSeconds { get; set; } = 2;

    /// <summary>Unanswered frames that a session may have, 1 to 64. Default 4: enough to keep every stage busy, few enough to stay fresh.</summary>
    [Range(1, 64, ErrorMessage = "Fusion:Credits must lie between 1 and 64.")]
    public int Credits { get; set; } = 4;

    /// <summary>Milliseconds that a stream service may take for one frame before it counts as absent, 10 to 60000. Default 1000.</summary>
    [Range(10, 60000, ErrorMessage = "Fusion:StreamTimeoutMilliseconds must lie between 10 and 60000.")]
    public int StreamTimeoutMilliseconds { get; set; } = 1000;

    /// <summary>Milliseconds that the detection service may take for one frame before the frame is answered by an error, 10 to 60000. Default 5000.</summary>
    [Range(10, 60000, ErrorMessage = "Fusion:DetectionTimeoutMilliseconds must lie between 10 and 60000.")]
    public int DetectionTimeoutMilliseconds { get; set; } = 5000;

    /// <summary>Live sessions at most, 1 to 100000. Default 256.</summary>
    [Range(1, 100000, ErrorMessage = "Fusion:MaximumSessions must lie between 1 and 100000.")]
    public int MaximumSessions { get; set; } = 256;

    /// <summary>
    /// Keys of resume tokens, separated by commas: ID:BASE64 of 32 random bytes each, the same for all instances. The first seals, all of them open. Empty: a random
    /// key of this process.
    /// </summary>
    public string ResumeKeys { get; set; } = "";

    /// <summary>Minutes for which a resume token can be used, 1 to 1440. Default 10.</summary>
    [Range(1.0, 1440.0, ErrorMessage = "Fusion:ResumeMinutes must lie between 1 and 1440.")]
    public double ResumeMinutes { get; set; } = 10;

    /// <summary>Seconds between two resume tokens of a session, 0.1 to 60: so much is done again after a loss. Default 1.</summary>
    [Range(0.1, 60, ErrorMessage = "Fusion:ResumeSeconds must lie between 0.1 and 60.")]
    public double ResumeSeconds { get; set; } = 1;

    /// <summary>Minutes after which a session is asked to move, so that load spreads over the instances there are then, 0.01 to 10080. Default 60, less up to a fifth by chance.</summary>
    [Range(0.01, 10080, ErrorMessage = "Fusion:MaximumSessionMinutes must lie between 0.01 and 10080.")]
    public double MaximumSessionMinutes { get; set; } = 60;

    /// <summary>Weights of the occlusion-aware policy.</summary>
    [ValidateObjectMembers]
    public OcclusionAwareOptions OcclusionAware { get; set; } = new();
}
