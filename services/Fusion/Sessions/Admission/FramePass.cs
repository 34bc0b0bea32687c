namespace EmotionGrpc.Fusion.Sessions.Admission;

/// <summary>Allows one frame to be detected.</summary>
/// <param name="Gate">Who gave it.</param>
/// <param name="Number">How many were given so far.</param>
/// <param name="Alone">Whether nobody else was inside.</param>
/// <param name="InLine">Whether it came in above the limit.</param>
/// <param name="Entered">Timestamp of the entry.</param>
internal sealed record FramePass(FrameGate Gate, long Number, bool Alone, bool InLine, long Entered)
{
    /// <summary>Gives it back, once.</summary>
    /// <param name="telling">Whether the time that it took tells of the load: not so where no frame was detected.</param>
    public void GiveBack(bool telling) => Gate.Leave(this, telling);
}
