using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pose;

namespace EmotionGrpc.Detection.Faces;

/// <summary>Says whose face a face is.</summary>
internal static class FaceMatcher
{
    private const float SameFace = 0.4f;

    // How far a face may lie from the head that the pose gives, in sides of the expected face.
    private const float Reach = 1;

    /// <summary>Two people side by side may find the same face: it stays with the nearer head.</summary>
    public static void Distinguish(HeadEstimate?[] heads, DetectedFace?[] faces)
    {
        for (var i = 0; i < faces.Length; i++)
        {
            for (var j = i + 1; j < faces.Length; j++)
            {
                if (faces[i] is not { } a || faces[j] is not { } b || a.Box.Iou(b.Box) < SameFace)
                    continue;
                faces[Distance(heads[i], a) <= Distance(heads[j], b) ? j : i] = null;
            }
        }
    }

    /// <summary>Gives faces of the whole frame to the nearest pose that has none.</summary>
    /// <returns>
    /// The faces of nobody. What lies on a person but not where the head shows a face is the back of a head or a pattern of the clothes, unless it is very sure.
    /// </returns>
    public static List<DetectedFace> Assign(
        List<DetectedFace> found, IReadOnlyList<BodyPose> poses, HeadEstimate?[] heads, DetectedFace?[] faces, float sureScore)
    {
        var pairs = from face in found
                    from head in Enumerable.Range(0, heads.Length)
                    let distance = Distance(heads[head], face)
                    where distance < Reach && heads[head] is { FromBehind: false }
                    orderby distance
                    select (face, head);
        var rest = new List<DetectedFace>(found);
        foreach (var (face, head) in pairs)
        {
            if (faces[head] is null && rest.Remove(face))
                faces[head] = face;
        }

        rest.RemoveAll(f => f.Score < sureScore && poses.Any(p => p.Box.Contains(f.Box.CenterX, f.Box.CenterY)));
        return rest;
    }

    private static float Distance(HeadEstimate? head, DetectedFace face) => head is { } h
        ? new PixelPoint(face.Box.CenterX, face.Box.CenterY).DistanceTo(h.Center) / Math.Max(h.Side, face.Side)
        : float.PositiveInfinity;
}
