using System.Buffers;

namespace EmotionGrpc.Streams.Samples.Crops;

/// <summary>The last crops of a track, oldest first.</summary>
/// <param name="capacity">Crops at most.</param>
/// <param name="length">Numbers of a crop; the arrays may be longer.</param>
internal sealed class CropWindow(int capacity, int length)
{
    private readonly Queue<float[]> _crops = new(capacity);

    /// <summary>Crops that are kept.</summary>
    public int Count => _crops.Count;

    /// <summary>Adds the newest; of too many the oldest goes.</summary>
    public void Add(float[] crop)
    {
        if (_crops.Count == capacity)
            ArrayPool<float>.Shared.Return(_crops.Dequeue());
        _crops.Enqueue(crop);
    }

    /// <summary>One after the other, at the beginning of an array rented from <see cref="ArrayPool{T}.Shared"/>.</summary>
    public float[] Join()
    {
        var joined = ArrayPool<float>.Shared.Rent(_crops.Count * length);
        var at = 0;
        foreach (var crop in _crops)
        {
            crop.AsSpan(0, length).CopyTo(joined.AsSpan(at));
            at += length;
        }

        return joined;
    }
}
