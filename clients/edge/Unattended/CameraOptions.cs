namespace EmotionGrpc.Edge.Unattended;

/// <summary>One camera of an unattended run, as the configuration says it.</summary>
internal sealed class CameraOptions
{
    /// <summary>Names it in events, in the server's lists and as file of its results: 1 to 64 letters, digits, hyphens, underscores and dots.</summary>
    public string Name { get; set; } = "";

    /// <summary>Camera index, RTSP or HTTP URL, video file, or folder of pictures.</summary>
    public string Source { get; set; } = "";

    /// <summary>Frames per second at most, 0.1 to 240; null: all of the source's.</summary>
    public double? FramesPerSecond { get; set; }

    /// <summary>Wider frames are scaled down before they are sent, 64 to 8192 pixels; null: never.</summary>
    public int? MaximumWidth { get; set; }

    /// <summary>JPEG quality, 1 to 100.</summary>
    public int Quality { get; set; } = 90;

    /// <summary>Whether quality and rate stay as given where they would be adapted to the link.</summary>
    public bool Fixed { get; set; }

    /// <summary>Fusion policy; empty: the server's default.</summary>
    public string Policy { get; set; } = "";

    /// <summary>Segments in the consensus, 1 to 64; null: the server's default.</summary>
    public int? Segments { get; set; }

    /// <summary>Seconds that the segments span, 0.1 to 60; null: the server's default.</summary>
    public double? Window { get; set; }

    /// <summary>Frames at most from one search for persons to the next, 1 to 100; null: the server's default.</summary>
    public int? Cadence { get; set; }
}
