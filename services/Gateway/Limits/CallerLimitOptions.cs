using System.ComponentModel.DataAnnotations;

namespace EmotionGrpc.Gateway.Limits;

/// <summary>What one caller may use.</summary>
public sealed class CallerLimitOptions
{
    /// <summary>Calls that are open at once: sessions, watches and single calls. 1 to 100000. Default 32.</summary>
    [Range(1, 100_000, ErrorMessage = "Gateway:Limits:PerCaller:Sessions must lie between 1 and 100000.")]
    public int Sessions { get; set; } = 32;

    /// <summary>Messages a second in all its calls; nearly all of them are frames. 1 to 100000. Default 960: 32 cameras at 30 frames/s.</summary>
    [Range(1, 100_000, ErrorMessage = "Gateway:Limits:PerCaller:FramesPerSecond must lie between 1 and 100000.")]
    public int FramesPerSecond { get; set; } = 960;

    /// <summary>Bytes of messages a second in all its calls, 1024 to 2000000000. Default 64000000: 960 JPEG pictures of 66 kB.</summary>
    [Range(1024, 2_000_000_000, ErrorMessage = "Gateway:Limits:PerCaller:BytesPerSecond must lie between 1024 and 2000000000.")]
    public int BytesPerSecond { get; set; } = 64_000_000;

    /// <summary>Largest message in bytes, 1024 to 268435456. Default 33554432, which is also what services take unless told otherwise.</summary>
    [Range(1024, 268_435_456, ErrorMessage = "Gateway:Limits:PerCaller:PictureBytes must lie between 1024 and 268435456.")]
    public int PictureBytes { get; set; } = 33_554_432;

    /// <summary>Minutes that a session may last, 1 to 525600. Default 1440, a day.</summary>
    [Range(1, 525_600, ErrorMessage = "Gateway:Limits:PerCaller:SessionMinutes must lie between 1 and 525600.")]
    public int SessionMinutes { get; set; } = 1440;
}
