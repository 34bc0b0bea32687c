namespace EmotionGrpc.Streams.Samples.Crops;

/// <summary>The last crops of a track, oldest first.</summary>
internal sealed class CropWindow(int capacity)
{
    private readonly Queue<float[]> _crops = new(capacity);

    /// <summary>Crops that are kept.</summary>
    public int Count => _crops.Count;

    /// <summary>Adds the newest; of too many the oldest goes.</summary>
    public void Add(float[] crop)
    {
        if (_crops.Count == capacity)
            _crops.Dequeue();
        _crops.Enqueue(crop);
    }

    /// <summary>One after the other.</summary>
    public float[] Join()
    {
        var joined = new float[_crops.Sum(c => c.Length)];
        var at = 0;
        foreach (var crop in _crops)
        {
            crop.CopyTo(joined, at);
            at += crop.Length;
        }

        return joined;
    }
}
