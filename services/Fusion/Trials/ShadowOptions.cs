using System.ComponentModel.DataAnnotations;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>A second service whose scores are compared with those in use and never returned. Configuration section <c>Fusion:Shadow</c>.</summary>
public sealed class ShadowOptions
{
    /// <summary>Where the face stream's shadow is; empty (default): there is none.</summary>
    public string FaceStream { get; set; } = "";

    /// <summary>Where the body stream's shadow is; empty (default): there is none.</summary>
    public string BodyStream { get; set; } = "";

    /// <summary>Frames that may wait for a shadow, of all sessions together, 1 to 4096. Default 64: a crop takes some 150 kB, so that a shadow that hangs costs some megabytes.</summary>
    [Range(1, 4096, ErrorMessage = "Fusion:Shadow:Queue must lie between 1 and 4096.")]
    public int Queue { get; set; } = 64;

    /// <summary>Seconds between two summaries in the log, 1 to 86400. Default 60.</summary>
    [Range(1, 86400, ErrorMessage = "Fusion:Shadow:SummarySeconds must lie between 1 and 86400.")]
    public int SummarySeconds { get; set; } = 60;
}
