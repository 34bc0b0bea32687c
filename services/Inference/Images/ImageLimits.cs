using System.ComponentModel.DataAnnotations;

namespace EmotionGrpc.Inference.Images;

/// <summary>How large a picture may be. Configuration section <c>Images</c>.</summary>
public sealed class ImageLimits
{
    /// <summary>Longest side in pixels, 16 to 32768. Default 8192.</summary>
    [Range(16, 32768, ErrorMessage = "Images:MaximumSide must lie between 16 and 32768 pixels.")]
    public int MaximumSide { get; set; } = 8192;

    /// <summary>Most pixels, width x height, in millions, 1 to 256. Default 34 (an 8K picture).</summary>
    [Range(1, 256, ErrorMessage = "Images:MaximumMegapixels must lie between 1 and 256.")]
    public int MaximumMegapixels { get; set; } = 34;

    /// <summary>Shortest side in pixels, 1 to 1024. Default 16.</summary>
    [Range(1, 1024, ErrorMessage = "Images:MinimumSide must lie between 1 and 1024 pixels.")]
    public int MinimumSide { get; set; } = 16;
}
