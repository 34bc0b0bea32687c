using System.ComponentModel.DataAnnotations;

namespace EmotionGrpc.Gateway.Limits;

/// <summary>What all callers together may use.</summary>
public sealed class TotalLimitOptions
{
    /// <summary>Calls that are open at once, 1 to 1000000. Default 1000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Gateway:Limits:Total:Sessions must lie between 1 and 1000000.")]
    public int Sessions { get; set; } = 1000;

    /// <summary>Messages a second, 1 to 1000000. Default 30000: 1000 cameras at 30 frames/s.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Gateway:Limits:Total:FramesPerSecond must lie between 1 and 1000000.")]
    public int FramesPerSecond { get; set; } = 30_000;

    /// <summary>Bytes of messages a second, 1024 to 2000000000. Default 1250000000: 10 Gbit/s.</summary>
    [Range(1024, 2_000_000_000, ErrorMessage = "Gateway:Limits:Total:BytesPerSecond must lie between 1024 and 2000000000.")]
    public int BytesPerSecond { get; set; } = 1_250_000_000;
}
