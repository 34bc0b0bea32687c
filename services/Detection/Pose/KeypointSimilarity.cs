namespace EmotionGrpc.Detection.Pose;

/// <summary>Object keypoint similarity, as COCO measures how alike two poses are.</summary>
internal static class KeypointSimilarity
{
    // COCO's per-keypoint constants, k = 2 sigma (cocodataset.org, keypoints-eval).
    private static readonly float[] s_k =
        [0.052f, 0.050f, 0.050f, 0.070f, 0.070f, 0.158f, 0.158f, 0.144f, 0.144f, 0.124f, 0.124f, 0.214f, 0.214f, 0.174f, 0.174f, 0.178f, 0.178f];

    /// <summary>Similarity over the keypoints that both poses show, 0 to 1; null when they share fewer than three.</summary>
    /// <param name="a">One pose.</param>
    /// <param name="b">The other.</param>
    /// <param name="area">Area of the person in square pixels.</param>
    /// <param name="dx">Added to x of the first pose, in pixels.</param>
    /// <param name="dy">Added to y of the first pose, in pixels.</param>
    /// <param name="tolerance">Multiplies the constants: 1 compares annotations, more allows for movement and noise.</param>
    public static float? Compute(ReadOnlySpan<Joint> a, ReadOnlySpan<Joint> b, float area, float dx = 0, float dy = 0, float tolerance = 1)
    {
        var (sum, count) = (0f, 0);
        for (var i = 0; i < a.Length; i++)
        {
            if (!a[i].Visible || !b[i].Visible)
                continue;
            var (x, y) = (a[i].X + dx - b[i].X, a[i].Y + dy - b[i].Y);
            var k = s_k[i] * tolerance;
            sum += MathF.Exp(-((x * x) + (y * y)) / (2 * Math.Max(area, 1) * k * k));
            count++;
        }

        return count < 3 ? null : sum / count;
    }
}
