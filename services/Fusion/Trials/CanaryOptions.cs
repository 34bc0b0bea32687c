using System.ComponentModel.DataAnnotations;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>A second service or model that a share of the live sessions uses. Configuration section <c>Fusion:Canary</c>.</summary>
public sealed class CanaryOptions
{
    /// <summary>Where the face stream's canary is; empty (default): there is none.</summary>
    public string FaceStream { get; set; } = "";

    /// <summary>Where the body stream's canary is; empty (default): there is none.</summary>
    public string BodyStream { get; set; } = "";

    /// <summary>Share of the live sessions, 0 to 100. Default 10. A session's id decides, so that it stays on its side when it is resumed elsewhere.</summary>
    [Range(0.0, 100.0, ErrorMessage = "Fusion:Canary:Percent must lie between 0 and 100.")]
    public double Percent { get; set; } = 10;
}
