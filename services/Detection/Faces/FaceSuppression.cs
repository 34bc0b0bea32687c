namespace EmotionGrpc.Detection.Faces;

/// <summary>Keeps one of the faces that several searches found at one place.</summary>
internal static class FaceSuppression
{
    private const float Overlap = 0.3f;

    public static List<DetectedFace> Apply(IEnumerable<DetectedFace> faces)
    {
        var kept = new List<DetectedFace>();
        foreach (var face in faces.OrderByDescending(f => f.Score))
        {
            // A small box inside a large one is the same face seen at another scale.
            if (!kept.Exists(k => k.Box.Iou(face.Box) > Overlap || k.Box.Intersect(face.Box).Area > 0.6f * Math.Min(k.Box.Area, face.Box.Area)))
                kept.Add(face);
        }

        return kept;
    }
}
