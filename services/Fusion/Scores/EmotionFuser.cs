using System.Numerics.Tensors;
using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Scores;

/// <summary>Makes an emotion, with its reasons, out of the streams' consensus.</summary>
internal sealed class EmotionFuser(IFusionPolicy policy, LabelSet labels)
{
    // More labels than any known taxonomy has: up to here their numbers lie on the stack.
    private const int MostOnStack = 128;

    public LabelSet Labels => labels;

    /// <summary>Fuses.</summary>
    /// <param name="trackId">Whose.</param>
    /// <param name="streams">Consensus of each stream (null logits: absent) with the number of segments in it.</param>
    /// <param name="visibility">How well the person is seen.</param>
    public Emotion Fuse(uint trackId, IReadOnlyList<(StreamReading Reading, int Segments)> streams, Visibility visibility)
    {
        var emotion = new Emotion { TrackId = trackId, Policy = policy.Kind };
        var present = new List<StreamLogits>(streams.Count);
        for (var i = 0; i < streams.Count; i++)
        {
            if (streams[i].Reading is { Logits: { } logits } reading)
                present.Add(new StreamLogits(reading.Stream, logits));
        }

        double[] weights = [], influence = [];
        var best = 0;
        if (present.Count > 0)
        {
            var count = labels.Labels.Count;
            Span<float> fused = count <= MostOnStack ? stackalloc float[count] : new float[count];
            weights = policy.Fuse(present, visibility, fused);
            influence = policy.Kind == FusionPolicy.Maximum ? weights : Influence.Of(present, weights, labels.Type);
            best = TensorPrimitives.IndexOfMax<float>(fused);
            AddScores(emotion, fused);
            emotion.Label = labels.Labels[best];
        }

        var next = 0;
        emotion.Streams.Capacity = streams.Count;
        for (var i = 0; i < streams.Count; i++)
        {
            var (reading, segments) = streams[i];
            var contribution = new StreamContribution { Stream = reading.Stream, Absence = reading.Absence, Model = reading.Model };
            if (reading.Logits is { } logits)
            {
                contribution.Logits.AddRange(logits);
                contribution.Weight = (float)weights[next];
                contribution.Influence = (float)influence[next++];
                contribution.Segments = (uint)segments;
                contribution.Heatmap = reading.Evidence?.Map(best);
            }

            emotion.Streams.Add(contribution);
        }

        return emotion;
    }

    private void AddScores(Emotion emotion, ReadOnlySpan<float> fused)
    {
        Span<float> probabilities = fused.Length <= MostOnStack ? stackalloc float[fused.Length] : new float[fused.Length];
        if (labels.Type == LabelType.Multi)
            TensorPrimitives.Sigmoid(fused, probabilities);
        else
            SoftMax(fused, probabilities);
        emotion.Scores.Capacity = fused.Length;
        for (var i = 0; i < fused.Length; i++)
            emotion.Scores.Add(new LabelScore { Label = labels.Labels[i], Probability = probabilities[i], Logit = fused[i] });
    }

    /// <summary>Softmax does not change when all logits move together; the largest at 0 keeps exp in range.</summary>
    private static void SoftMax(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), probabilities);
        TensorPrimitives.SoftMax<float>(probabilities, probabilities);
    }
}
