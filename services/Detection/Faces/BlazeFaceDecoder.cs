using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Inference.Batching;

namespace EmotionGrpc.Detection.Faces;

/// <summary>Reads BlazeFace's output: a logit an anchor, and 16 values an anchor (box centre and size, six points) in pixels of the 128-pixel input, relative to the anchor.</summary>
internal static class BlazeFaceDecoder
{
    public const int ValuesPerAnchor = 4 + (2 * DetectedFace.LandmarkCount);

    private const float Overlap = 0.3f;
    private const float InputPixels = 128;

    /// <summary>Faces of at least a score, best first, in units of the input (0 to 1).</summary>
    /// <param name="outputs">Logits and values, whole or a part a feature map: exporters name and order them differently, their lengths tell what they are.</param>
    /// <param name="threshold">Least score, above 0 and below 1.</param>
    public static List<DetectedFace> Decode(RunOutputs outputs, float threshold)
    {
        // The finer grid, which has more anchors, comes first.
        Span<int> order = stackalloc int[outputs.Count];
        Span<int> lengths = stackalloc int[outputs.Count];
        for (var i = 0; i < order.Length; i++)
            (order[i], lengths[i]) = (i, -outputs[i].Length);
        lengths.Sort(order);
        var parts = order.Length / 2;

        // The inverse of the sigmoid spares it for the many anchors that show nothing.
        var least = MathF.Log(threshold / (1 - threshold));
        var candidates = new List<DetectedFace>();
        var anchor = 0;
        for (var part = 0; part < parts; part++)
        {
            var values = outputs[order[part]];
            var scores = outputs[order[parts + part]];
            for (var i = 0; i < scores.Length; i++, anchor++)
            {
                if (scores[i] >= least)
                    candidates.Add(Read(values.Slice(i * ValuesPerAnchor, ValuesPerAnchor), BlazeFaceAnchors.Centers[anchor], 1 / (1 + MathF.Exp(-scores[i]))));
            }
        }

        return Blend(candidates);
    }

    private static DetectedFace Read(ReadOnlySpan<float> values, PixelPoint anchor, float score)
    {
        var box = BoundingBox.FromCenter(
            (values[0] / InputPixels) + anchor.X,
            (values[1] / InputPixels) + anchor.Y,
            values[2] / InputPixels,
            values[3] / InputPixels);
        var points = new PixelPoint[DetectedFace.LandmarkCount];
        for (var p = 0; p < points.Length; p++)
            points[p] = new PixelPoint((values[4 + (2 * p)] / InputPixels) + anchor.X, (values[5 + (2 * p)] / InputPixels) + anchor.Y);
        return new DetectedFace(box, score, points);
    }

    /// <summary>Non-maximum suppression that averages overlapping anchors by score, as the BlazeFace paper does: steadier boxes than keeping the best one.</summary>
    private static List<DetectedFace> Blend(List<DetectedFace> candidates)
    {
        candidates.Sort((a, b) => b.Score.CompareTo(a.Score));
        var faces = new List<DetectedFace>();
        while (candidates.Count > 0)
        {
            var best = candidates[0];
            var group = candidates.FindAll(c => c == best || c.Box.Iou(best.Box) > Overlap);
            candidates.RemoveAll(group.Contains);
            faces.Add(Average(group, best.Score));
        }

        return faces;
    }

    private static DetectedFace Average(List<DetectedFace> group, float score)
    {
        if (group.Count == 1)
            return group[0];
        var total = 0f;
        foreach (var face in group)
            total += face.Score;
        var (x, y, width, height) = (0f, 0f, 0f, 0f);
        var points = new PixelPoint[DetectedFace.LandmarkCount];
        foreach (var face in group)
        {
            var share = face.Score / total;
            (x, y) = (x + (share * face.Box.X), y + (share * face.Box.Y));
            (width, height) = (width + (share * face.Box.Width), height + (share * face.Box.Height));
            for (var p = 0; p < points.Length; p++)
                points[p] = new PixelPoint(points[p].X + (share * face.Landmarks[p].X), points[p].Y + (share * face.Landmarks[p].Y));
        }

        return new DetectedFace(new BoundingBox(x, y, width, height), score, points);
    }
}
