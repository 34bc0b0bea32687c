namespace EmotionGrpc.Fusion.Segments;

/// <summary>The logits of the last segments of one track in one stream.</summary>
internal sealed class SegmentWindow(int segments, TimeSpan span)
{
    private readonly Queue<(DateTime Time, float[] Logits)> _rows = new();

    public int Count => _rows.Count;

    /// <summary>The segments, oldest first.</summary>
    public IEnumerable<(DateTime Time, float[] Logits)> Rows => _rows;

    public void Add(DateTime time, float[] logits)
    {
        _rows.Enqueue((time, logits));
        if (_rows.Count > segments)
            _rows.Dequeue();
    }

    /// <summary>Forgets what is older than the window.</summary>
    public void Forget(DateTime now)
    {
        while (_rows.TryPeek(out var oldest) && now - oldest.Time > span)
            _rows.Dequeue();
    }

    public void Clear() => _rows.Clear();

    /// <summary>The segmental consensus: the mean of the segments' logits; null when there are none.</summary>
    public float[]? Consensus()
    {
        if (_rows.Count == 0)
            return null;
        var mean = new float[_rows.Peek().Logits.Length];
        foreach (var (_, logits) in _rows)
        {
            for (var i = 0; i < mean.Length; i++)
                mean[i] += logits[i] / _rows.Count;
        }

        return mean;
    }
}
