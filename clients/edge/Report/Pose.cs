using EmotionGrpc.Edge.Annotation;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Report;

/// <summary>How a person stood in one frame: what a small drawing needs, and no picture.</summary>
/// <param name="Joints">The visible keypoints in pixels.</param>
/// <param name="Face">The face; null where none was found.</param>
internal sealed record Pose(IReadOnlyDictionary<KeypointName, (float X, float Y)> Joints, Box? Face)
{
    /// <summary>Two joints make a line.</summary>
    private const int FewestJoints = 2;

    /// <summary>Null where there is nothing to draw.</summary>
    public static Pose? Of(PersonResult person)
    {
        var joints = person.Keypoints.Where(k => k.Score >= Skeleton.VisibleScore).ToDictionary(k => k.Name, k => (k.X, k.Y));
        return joints.Count < FewestJoints ? null : new Pose(joints, person.Face?.Box);
    }
}
