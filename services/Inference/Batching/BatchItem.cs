using System.Buffers;

namespace EmotionGrpc.Inference.Batching;

/// <summary>What a model is asked for one item. Its arrays must not change until the answer is there.</summary>
/// <typeparam name="T">Element type of the model's input.</typeparam>
/// <param name="Input">The input, in an array that is at least as long and was rented from <see cref="ArrayPool{T}.Shared"/>: the runner gives it back.</param>
/// <param name="States">The states, in the manifest's order; none for models without.</param>
/// <param name="Evidence">Whether the evidence is wanted; the answer may hold it all the same when a neighbour wants it.</param>
public readonly record struct BatchItem<T>(T[] Input, IReadOnlyList<float[]> States, bool Evidence)
    where T : unmanaged;
