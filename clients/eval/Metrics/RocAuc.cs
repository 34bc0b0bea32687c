namespace EmotionGrpc.Eval.Metrics;

/// <summary>
/// Area under the receiver operating characteristic: the probability that a positive sample scores higher than a negative one,
/// ties counting half. Computed from ranks (Mann-Whitney U), so that ties are exact.
/// </summary>
internal static class RocAuc
{
    /// <summary>Area for one label, 0 to 1; null unless there are positive and negative samples.</summary>
    /// <param name="positive">Whether each sample has the label.</param>
    /// <param name="scores">One score a sample; higher means more likely positive.</param>
    public static double? Binary(IReadOnlyList<bool> positive, IReadOnlyList<double> scores)
    {
        long positives = positive.Count(p => p);
        var negatives = positive.Count - positives;
        if (positives == 0 || negatives == 0)
            return null;

        var order = Enumerable.Range(0, scores.Count).ToArray();
        Array.Sort(order, (a, b) => scores[a].CompareTo(scores[b]));
        var rankSum = 0.0;
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && scores[order[end]] == scores[order[start]])
                end++;
            var tied = 0;
            for (var i = start; i < end; i++)
                tied += positive[order[i]] ? 1 : 0;
            rankSum += tied * (start + 1 + end) / 2.0; // The mean of the ranks start + 1 to end.
            start = end;
        }

        return (rankSum - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }

    /// <summary>Mean of the labels' areas, one label against the rest; labels without an area are left out. Null where none has one.</summary>
    public static double? Macro(int labels, IReadOnlyList<int> truth, IReadOnlyList<IReadOnlyList<double>> probabilities)
    {
        var areas = Enumerable.Range(0, labels).Select(label => OneVersusRest(label, truth, probabilities)).OfType<double>().ToList();
        return areas.Count == 0 ? null : areas.Average();
    }

    /// <summary>One area over all pairs of label and sample.</summary>
    public static double? Micro(int labels, IReadOnlyList<int> truth, IReadOnlyList<IReadOnlyList<double>> probabilities)
    {
        var positive = new List<bool>(labels * truth.Count);
        var scores = new List<double>(labels * truth.Count);
        for (var i = 0; i < truth.Count; i++)
        {
            for (var label = 0; label < labels; label++)
            {
                positive.Add(truth[i] == label);
                scores.Add(probabilities[i][label]);
            }
        }

        return Binary(positive, scores);
    }

    /// <summary>Area of one label against the rest.</summary>
    public static double? OneVersusRest(int label, IReadOnlyList<int> truth, IReadOnlyList<IReadOnlyList<double>> probabilities) =>
        Binary([.. truth.Select(t => t == label)], [.. probabilities.Select(p => p[label])]);
}
