using System.Numerics.Tensors;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Models;

/// <summary>Reads a network's outputs as the manifest names them.</summary>
internal sealed class OutputReader
{
    private readonly ModelManifest _manifest;
    private readonly int _logits;
    private readonly int? _mask;
    private readonly int? _activation;
    private readonly int[] _states;
    private readonly (int Width, int Height) _map;

    /// <param name="manifest">What model.json says; its outputs are there.</param>
    /// <param name="outputNames">The outputs in the order of a result.</param>
    /// <param name="map">Size of an activation map; not used where there is none.</param>
    public OutputReader(ModelManifest manifest, IReadOnlyList<string> outputNames, (int Width, int Height) map)
    {
        var names = outputNames.ToList();
        _manifest = manifest;
        _logits = names.IndexOf(manifest.Output.Name);
        _mask = manifest.Output.Mask is { } mask ? names.IndexOf(mask) : null;
        _activation = manifest.Output.Activation is { } activation ? names.IndexOf(activation) : null;
        _states = [.. manifest.States.Select(s => names.IndexOf(s.Output))];
        _map = map;
    }

    /// <summary>What a result says.</summary>
    /// <param name="result">What the run gave.</param>
    /// <param name="explain">Whether the evidence was asked for.</param>
    /// <returns>The score, and the states of the track's next sample.</returns>
    public (ModelScore Score, float[][] States) Read(RunOutputs result, bool explain)
    {
        // All in one unit: what is served is the logits divided by the temperature.
        var logits = Scaled(result[_logits]);
        var mask = _mask is { } m ? MaskReading.Of(result[m][0], result[m][1], _manifest.MaskUnknownBelow) : null;
        var map = explain && _activation is { } a ? Scaled(result[a]) : null;
        var states = new float[_states.Length][];
        for (var s = 0; s < states.Length; s++)
            states[s] = result[_states[s]].ToArray();
        var finite = IsFinite(logits) && (mask is null || float.IsFinite(mask.Probability)) && (map is null || IsFinite(map)) && states.All(IsFinite);
        var activations = map is null ? null : new Activations { Width = (uint)_map.Width, Height = (uint)_map.Height, Values = { map } };
        return (new ModelScore(new Logits { Values = { logits } }, mask, activations, finite, result.ModelMilliseconds), states);
    }

    private static bool IsFinite(float[] values) => Array.TrueForAll(values, float.IsFinite);

    private float[] Scaled(ReadOnlySpan<float> values)
    {
        var scaled = new float[values.Length];
        TensorPrimitives.Divide(values, _manifest.Temperature, scaled);
        return scaled;
    }
}
