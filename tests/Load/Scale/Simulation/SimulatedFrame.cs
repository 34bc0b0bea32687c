namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>A frame on its way.</summary>
/// <param name="Number">From 0, of its camera.</param>
/// <param name="Born">When the camera took it.</param>
/// <param name="Draws">What chance has in store for it.</param>
internal sealed record SimulatedFrame(long Number, double Born, Draws Draws)
{
    /// <summary>When it came to Fusion.</summary>
    public double Arrived { get; set; }

    /// <summary>Whether a segment is due at it.</summary>
    public bool Segment { get; set; }
}
