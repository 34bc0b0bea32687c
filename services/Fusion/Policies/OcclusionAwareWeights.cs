using System.ComponentModel.DataAnnotations;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>
/// How far the occlusion-aware policy trusts each stream. A stream's weight is its base times factors between 0 and 1; weights of the streams
/// present are then scaled to sum to 1. Configuration section <c>Fusion:OcclusionAware</c>.
/// </summary>
public sealed class OcclusionAwareWeights
{
    /// <summary>Base of the face stream, above 0. Default 1.</summary>
    [Range(0.001, 1000, ErrorMessage = "Fusion:OcclusionAware:Face must lie between 0.001 and 1000.")]
    public double Face { get; set; } = 1;

    /// <summary>Base of the body stream, above 0. Default 0.3: alone it is right far less often than an unmasked face.</summary>
    [Range(0.001, 1000, ErrorMessage = "Fusion:OcclusionAware:Body must lie between 0.001 and 1000.")]
    public double Body { get; set; } = 0.3;

    /// <summary>Factor of a face that surely wears a mask, 0 to 1; in between it follows the mask's probability. Default 0.15.</summary>
    [Range(0, 1, ErrorMessage = "Fusion:OcclusionAware:MaskedFace must lie between 0 and 1.")]
    public double MaskedFace { get; set; } = 0.15;

    /// <summary>Shorter side in pixels at which a face is worth its whole weight. Default 48, the size that expression models are trained on.</summary>
    [Range(1, 1000, ErrorMessage = "Fusion:OcclusionAware:FullFacePixels must lie between 1 and 1000.")]
    public double FullFacePixels { get; set; } = 48;

    /// <summary>Shorter side in pixels below which a face is worth the least. Default 12.</summary>
    [Range(0, 1000, ErrorMessage = "Fusion:OcclusionAware:SmallestFacePixels must lie between 0 and 1000.")]
    public double SmallestFacePixels { get; set; } = 12;

    /// <summary>Share of visible keypoints, 0 to 1, at which a body is worth its whole weight. Default 0.6: about head and upper body.</summary>
    [Range(0.01, 1, ErrorMessage = "Fusion:OcclusionAware:FullBodyVisibility must lie between 0.01 and 1.")]
    public double FullBodyVisibility { get; set; } = 0.6;

    /// <summary>The least factor, so that the only stream left still has a voice. Default 0.05.</summary>
    [Range(0.0001, 1, ErrorMessage = "Fusion:OcclusionAware:Least must lie between 0.0001 and 1.")]
    public double Least { get; set; } = 0.05;
}
