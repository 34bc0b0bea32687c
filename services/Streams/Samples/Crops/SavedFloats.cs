using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace EmotionGrpc.Streams.Samples.Crops;

/// <summary>States as bytes: float16, little end first.</summary>
internal static class SavedFloats
{
    /// <summary>Writes states.</summary>
    /// <returns>Null when a number is too large for float16.</returns>
    public static IReadOnlyList<ByteString>? Write(IReadOnlyList<float[]> states)
    {
        var written = new List<ByteString>(states.Count);
        foreach (var state in states)
        {
            var halves = new Half[state.Length];
            TensorPrimitives.ConvertToHalf(state, halves);
            if (!Array.TrueForAll(halves, Half.IsFinite))
                return null;
            written.Add(ByteString.CopyFrom(MemoryMarshal.AsBytes<Half>(halves)));
        }

        return written;
    }

    /// <summary>Reads states.</summary>
    /// <param name="written">What <see cref="Write"/> gave.</param>
    /// <param name="lengths">Numbers in each state.</param>
    /// <returns>Null when they are not states of those lengths.</returns>
    public static IReadOnlyList<float[]>? Read(IReadOnlyList<ByteString> written, IReadOnlyList<int> lengths)
    {
        if (written.Count != lengths.Count)
            return null;
        var states = new float[lengths.Count][];
        for (var i = 0; i < states.Length; i++)
        {
            var halves = MemoryMarshal.Cast<byte, Half>(written[i].Span);
            if (written[i].Length != lengths[i] * sizeof(ushort))
                return null;
            states[i] = new float[lengths[i]];
            TensorPrimitives.ConvertToSingle(halves, states[i]);
            if (!Array.TrueForAll(states[i], float.IsFinite))
                return null;
        }

        return states;
    }
}
