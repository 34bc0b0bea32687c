using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Inference.Batching;

/// <summary>One item's part of what a run gave. Lives as long as the reader that is given it: nothing is copied.</summary>
public readonly ref struct RunOutputs
{
    private readonly IReadOnlyList<OrtValue> _values;
    private readonly int _item;
    private readonly int _items;

    internal RunOutputs(IReadOnlyList<OrtValue> values, int item, int items, double modelMilliseconds)
    {
        (_values, _item, _items) = (values, item, items);
        ModelMilliseconds = modelMilliseconds;
    }

    /// <summary>Outputs that are there; without the evidence, the last, when nobody of the batch wanted it.</summary>
    public int Count => _values.Count;

    /// <summary>This item's share of ONNX Runtime's own time.</summary>
    public double ModelMilliseconds { get; }

    /// <summary>An output's values for this item, in the order of the model's outputs.</summary>
    public ReadOnlySpan<float> this[int output]
    {
        get
        {
            var all = _values[output].GetTensorDataAsSpan<float>();
            var length = all.Length / _items;
            return all.Slice(_item * length, length);
        }
    }
}

/// <summary>Takes what is wanted out of a run's outputs; called by the thread that ran it, so it must be short.</summary>
/// <param name="outputs">One item's.</param>
/// <param name="state">What the reader needs to know besides, so that it captures nothing and is made once.</param>
public delegate TResult OutputReader<in TState, out TResult>(RunOutputs outputs, TState state);
