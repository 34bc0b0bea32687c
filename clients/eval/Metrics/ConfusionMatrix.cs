namespace EmotionGrpc.Eval.Metrics;

/// <summary>Counts of samples by true label (row) and predicted label (column).</summary>
internal sealed class ConfusionMatrix
{
    private readonly int[][] _counts;

    public ConfusionMatrix(int labels, IEnumerable<(int Truth, int Predicted)> samples)
    {
        _counts = [.. Enumerable.Range(0, labels).Select(_ => new int[labels])];
        foreach (var (truth, predicted) in samples)
            _counts[truth][predicted]++;
    }

    /// <summary>Number of labels.</summary>
    public int Size => _counts.Length;

    /// <summary>Number of samples.</summary>
    public int Total => _counts.Sum(row => row.Sum());

    /// <summary>Samples whose predicted label is the true one.</summary>
    public int Correct => _counts.Select((row, i) => row[i]).Sum();

    /// <summary>Rows are true labels, columns predicted ones.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Counts => _counts;

    /// <summary>Samples of a true label.</summary>
    public int Support(int label) => _counts[label].Sum();

    /// <summary>Share of a label's samples that were found; null where the label does not occur.</summary>
    public double? Recall(int label) => Share(_counts[label][label], Support(label));

    /// <summary>Share of a label's predictions that are right; null where it was never predicted.</summary>
    public double? Precision(int label) => Share(_counts[label][label], _counts.Sum(row => row[label]));

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
