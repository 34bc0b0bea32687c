namespace EmotionGrpc.Detection.Sessions;

/// <summary>
/// Says which frames of a session are searched for persons by their place alone; the reader asks in order. Frames between may be searched too, when somebody in them moves.
/// </summary>
/// <param name="longestSeconds">
/// Seconds of capture time at most from one to the next, as far as the frame rate allows: at low rates a count says nothing, and over longer gaps nobody can tell how a body moved.
/// </param>
internal sealed class Cadence(double longestSeconds)
{
    public const uint Maximum = 100;

    private uint _followed;
    private double _searched = double.NegativeInfinity;
    private double _last = double.NegativeInfinity;

    /// <summary>Whether the frame is searched.</summary>
    /// <param name="every">Frames from one search to the next; 0 and 1: each is searched.</param>
    /// <param name="time">The frame's time in seconds.</param>
    public bool Searches(uint every, double time)
    {
        // The frame after this one, if it comes as soon as this one did, must still be in time.
        var next = time + (time - _last);
        _last = time;
        if (every > _followed + 1 && next - _searched <= longestSeconds)
        {
            _followed++;
            return false;
        }

        (_followed, _searched) = (0, time);
        return true;
    }
}
