using EmotionGrpc.Detection.Saved;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Detection.Sessions;

/// <summary>Reads the state that a session shall go on from. It comes from the caller, so nothing of it is believed.</summary>
internal static class SessionState
{
    /// <summary>Changes when what is written down changes its meaning.</summary>
    public const uint Format = 1;

    private const int MaximumTracks = 256;
    private const int Filters = 4;
    private const int JointValues = 17 * 3;

    /// <summary>Reads a state.</summary>
    /// <returns>Null when there is none, or none that is understood.</returns>
    public static SavedSession? Read(ByteString state)
    {
        if (state.IsEmpty)
            return null;
        try
        {
            var saved = SavedSession.Parser.ParseFrom(state);
            return IsUsable(saved) ? saved : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static bool IsUsable(SavedSession saved) =>
        saved.Format == Format
        && saved.Tracks.Count <= MaximumTracks
        && saved.LoneFaces.Count <= MaximumTracks
        && double.IsFinite(saved.Time) && double.IsFinite(saved.TrackerTime) && double.IsFinite(saved.CaptureTime) && double.IsFinite(saved.NextTiles)
        && saved.LoneFaces.All(IsFinite)
        && saved.Tracks.All(IsUsable);

    private static bool IsUsable(SavedTrack track) =>
        track.Filters.Count == Filters
        && track.Joints.Count is 0 or JointValues
        && track.SeenBox != null
        && track.Hits <= int.MaxValue
        && double.IsFinite(track.LastSeen)
        && track.Joints.All(float.IsFinite)
        && IsFinite(track.SeenBox)
        && (track.Face is null || IsFinite(track.Face))
        && track.Filters.All(IsUsable);

    // A variance below 0 would let the filter run away.
    private static bool IsUsable(SavedFilter f) =>
        double.IsFinite(f.Value) && double.IsFinite(f.Velocity) && double.IsFinite(f.Covariance)
        && f.VarianceValue is >= 0 and < double.MaxValue && f.VarianceVelocity is >= 0 and < double.MaxValue;

    private static bool IsFinite(Box box) => float.IsFinite(box.X) && float.IsFinite(box.Y) && float.IsFinite(box.Width) && float.IsFinite(box.Height);
}
