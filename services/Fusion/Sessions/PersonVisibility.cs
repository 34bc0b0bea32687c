using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>Sums up how well a person is seen.</summary>
internal static class PersonVisibility
{
    /// <summary>Keypoint scores of MoveNet run low; from here on a point is usable.</summary>
    private const float VisibleFrom = 0.2f;

    public static Visibility Of(Person person) => new()
    {
        Mask = person.Face?.Mask,
        FaceSize = person.Face is { Box: { } box } ? Math.Min(box.Width, box.Height) : 0,
        FaceScore = person.Face?.Score ?? 0,
        KeypointVisibility = person.Keypoints.Count == 0 ? 0 : (float)Visible(person) / person.Keypoints.Count,
    };

    private static int Visible(Person person)
    {
        var visible = 0;
        for (var i = 0; i < person.Keypoints.Count; i++)
            visible += person.Keypoints[i].Score >= VisibleFrom ? 1 : 0;
        return visible;
    }
}
