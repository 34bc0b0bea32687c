using System.ComponentModel.DataAnnotations;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>
/// Weights of the occlusion-aware policy. They stand in a file; each part of it may be set here and then wins. A table is written as pairs of a measure
/// and a weight, for instance <c>14:0.05 48:1</c>. Configuration section <c>Fusion:OcclusionAware</c>.
/// </summary>
public sealed class OcclusionAwareOptions
{
    /// <summary>The file, relative to Models:Directory. Default fusion-occlusion/weights.json; where that is not there, the numbers that ship.</summary>
    public string? File { get; set; }

    /// <summary>sum or mean.</summary>
    [RegularExpression("sum|mean", ErrorMessage = "Fusion:OcclusionAware:Scale must be one of sum, mean.")]
    public string? Scale { get; set; }

    /// <summary>Weight of a face without a mask by its shorter side in pixels.</summary>
    public string? FaceOpen { get; set; }

    /// <summary>Weight of a face with a mask by its shorter side in pixels.</summary>
    public string? FaceMasked { get; set; }

    /// <summary>Weight of a body by the share of its keypoints that are visible, 0 to 1.</summary>
    public string? Body { get; set; }

    /// <summary>The least weight, 0.0001 to 1.</summary>
    [Range(0.0001, 1, ErrorMessage = "Fusion:OcclusionAware:Least must lie between 0.0001 and 1.")]
    public double? Least { get; set; }
}
