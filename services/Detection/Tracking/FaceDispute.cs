using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Tracking;

/// <summary>
/// In an embrace two poses point at one visible face, and a single frame cannot tell whose it is. Where the faces were before can: a face goes to the
/// track whose face it continues.
/// </summary>
internal static class FaceDispute
{
    // The other track's claim must be clearly better: overlap with its expected face.
    private const float Advantage = 0.15f;

    // How far from its head a person can have a face, in sides of the face.
    private const float Reach = 1;

    public static void Settle(List<TrackMatch> matches)
    {
        if (matches.Count < 2)
            return;
        for (var i = 0; i < matches.Count; i++)
        {
            if (matches[i].Person is not { Face: { } face, Pose: not null } holder)
                continue;
            var claim = matches[i].Track.FaceOverlap(face);
            var rival = matches.FindIndex(m => m.Person is { Face: null } && IsNearHead(m, face) && m.Track.FaceOverlap(face) > claim + Advantage);
            if (rival < 0)
                continue;
            matches[rival] = matches[rival] with { Person = matches[rival].Person with { Face = face, Mask = holder.Mask } };
            matches[i] = matches[i] with { Person = holder with { Face = null, Mask = null } };
        }
    }

    private static bool IsNearHead(TrackMatch match, DetectedFace face) =>
        match.Person.Pose is { } pose && HeadEstimate.From(pose) is { } head
        && new PixelPoint(face.Box.CenterX, face.Box.CenterY).DistanceTo(head.Center) < Reach * Math.Max(head.Side, face.Side);
}
