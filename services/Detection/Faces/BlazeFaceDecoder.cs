using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Inference.Batching;

namespace EmotionGrpc.Detection.Faces;

/// <summary>Reads BlazeFace's output: a logit an anchor, and 16 values an anchor (box centre and size, six points) in pixels of the 128-pixel input, relative to the anchor.</summary>
internal static class BlazeFaceDecoder
{
    public const int ValuesPerAnchor = 4 + (2 * DetectedFace.LandmarkCount);

    private const float Overlap = 0.3f;
    private const float InputPixels = 128;

    // A face makes some twenty anchors answer, in each of several looks at a frame: their lists are used again.
    [ThreadStatic]
    private static List<Candidate>? t_candidates;

    [ThreadStatic]
    private static List<Candidate>? t_group;

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
        var candidates = t_candidates ??= [];
        candidates.Clear();
        var anchor = 0;
        for (var part = 0; part < parts; part++)
        {
            var values = outputs[order[part]];
            var scores = outputs[order[parts + part]];
            for (var i = 0; i < scores.Length; i++, anchor++)
            {
                if (scores[i] >= least)
                    candidates.Add(Candidate.Read(order[part], i, BlazeFaceAnchors.Centers[anchor], values, 1 / (1 + MathF.Exp(-scores[i]))));
            }
        }

        return Blend(candidates, outputs);
    }

    /// <summary>Non-maximum suppression that averages overlapping anchors by score, as the BlazeFace paper does: steadier boxes than keeping the best one.</summary>
    private static List<DetectedFace> Blend(List<Candidate> candidates, RunOutputs outputs)
    {
        candidates.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        var group = t_group ??= [];
        var faces = new List<DetectedFace>();
        while (candidates.Count > 0)
        {
            var best = candidates[0];
            group.Clear();
            var left = 0;
            for (var i = 0; i < candidates.Count; i++)
            {
                if (i == 0 || candidates[i].Box.Iou(best.Box) > Overlap)
                    group.Add(candidates[i]);
                else
                    candidates[left++] = candidates[i];
            }

            candidates.RemoveRange(left, candidates.Count - left);
            faces.Add(Average(group, outputs));
        }

        return faces;
    }

    /// <param name="group">Anchors of one face, the best first.</param>
    /// <param name="outputs">Where their landmarks are.</param>
    private static DetectedFace Average(List<Candidate> group, RunOutputs outputs)
    {
        var total = 0f;
        foreach (var candidate in group)
            total += candidate.Score;
        var (x, y, width, height) = (0f, 0f, 0f, 0f);
        var points = new PixelPoint[DetectedFace.LandmarkCount];
        foreach (var candidate in group)
        {
            var share = candidate.Score / total;
            (x, y) = (x + (share * candidate.Box.X), y + (share * candidate.Box.Y));
            (width, height) = (width + (share * candidate.Box.Width), height + (share * candidate.Box.Height));
            for (var p = 0; p < points.Length; p++)
            {
                var point = candidate.Landmark(p, outputs);
                points[p] = new PixelPoint(points[p].X + (share * point.X), points[p].Y + (share * point.Y));
            }
        }

        return new DetectedFace(new BoundingBox(x, y, width, height), group[0].Score, points);
    }

    /// <summary>An anchor that shows a face.</summary>
    /// <param name="Output">Which of the outputs its values are in.</param>
    /// <param name="Place">Its place there.</param>
    /// <param name="Anchor">Its centre.</param>
    /// <param name="Box">In units of the input.</param>
    /// <param name="Score">0 to 1.</param>
    private readonly record struct Candidate(int Output, int Place, PixelPoint Anchor, BoundingBox Box, float Score)
    {
        public static Candidate Read(int output, int place, PixelPoint anchor, ReadOnlySpan<float> values, float score)
        {
            var own = values.Slice(place * ValuesPerAnchor, ValuesPerAnchor);
            var box = BoundingBox.FromCenter((own[0] / InputPixels) + anchor.X, (own[1] / InputPixels) + anchor.Y, own[2] / InputPixels, own[3] / InputPixels);
            return new Candidate(output, place, anchor, box, score);
        }

        public PixelPoint Landmark(int landmark, RunOutputs outputs)
        {
            var own = outputs[Output].Slice((Place * ValuesPerAnchor) + 4 + (2 * landmark), 2);
            return new PixelPoint((own[0] / InputPixels) + Anchor.X, (own[1] / InputPixels) + Anchor.Y);
        }
    }
}
