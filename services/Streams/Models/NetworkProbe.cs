using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Runtime;

namespace EmotionGrpc.Streams.Models;

/// <summary>One run on zeros, as a fresh model must survive it, tells whether the network is what model.json says.</summary>
internal static class NetworkProbe
{
    /// <summary>Checks a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="itemShape">The input that model.json describes, without the batch.</param>
    /// <exception cref="ModelException">It is something else.</exception>
    public static OutputReader Run(OnnxModel network, IReadOnlyList<int> itemShape)
    {
        var manifest = network.Manifest;
        if (!network.ItemShape.SequenceEqual(itemShape))
            throw new ModelException($"Model '{manifest.Name}' takes items of {Text(network.ItemShape)}, and its model.json describes {Text(itemShape)}; make them agree.");
        var outputs = Probe(network);
        CheckLogits(manifest, Find(manifest, outputs, manifest.Output.Name));
        if (manifest.Output.Mask is { } mask)
            CheckMask(manifest, mask, Find(manifest, outputs, mask));
        foreach (var (state, zeros) in manifest.States.Zip(network.ZeroStates))
            CheckState(manifest, state, zeros, Find(manifest, outputs, state.Output));
        var map = manifest.Output.Activation is { } activation ? ReadMap(manifest, activation, Find(manifest, outputs, activation)) : default;
        return new OutputReader(manifest, network.OutputNames, map);
    }

    private static IReadOnlyDictionary<string, ProbedOutput> Probe(OnnxModel network)
    {
        try
        {
            return network.Probe();
        }
        catch (Exception e)
        {
            throw new ModelException($"Model '{network.Manifest.Name}' failed its probe, one run on zeros: {e.Message}", e);
        }
    }

    private static ProbedOutput Find(ModelManifest manifest, IReadOnlyDictionary<string, ProbedOutput> outputs, string name)
    {
        if (!outputs.TryGetValue(name, out var output))
            throw new ModelException($"Model '{manifest.Name}' has no output '{name}' as model.json says; its outputs are: {string.Join(", ", outputs.Keys)}.");
        return Array.TrueForAll(output.Values, float.IsFinite)
            ? output
            : throw new ModelException($"Model '{manifest.Name}' failed its probe: on zeros its output '{name}' is not finite.");
    }

    private static void CheckLogits(ModelManifest manifest, ProbedOutput logits)
    {
        if (logits.Values.Length != manifest.Labels.Count)
            throw new ModelException($"Model '{manifest.Name}' gives {logits.Values.Length} scores, and its model.json names {manifest.Labels.Count} labels.");
    }

    private static void CheckMask(ModelManifest manifest, string name, ProbedOutput mask)
    {
        if (mask.Values.Length != MaskReading.Values)
            throw new ModelException($"Model '{manifest.Name}' gives {mask.Values.Length} numbers in '{name}', its mask state; it must give 2: without and with a mask.");
    }

    private static void CheckState(ModelManifest manifest, ModelState state, float[] zeros, ProbedOutput next)
    {
        if (next.Values.Length != zeros.Length)
            throw new ModelException($"Model '{manifest.Name}' takes {zeros.Length} numbers in '{state.Input}' and gives {next.Values.Length} in '{state.Output}'; a state keeps its size.");
    }

    private static (int Width, int Height) ReadMap(ModelManifest manifest, string name, ProbedOutput activation)
    {
        if (activation.Shape is not [var labels, var height and > 0, var width and > 0] || labels != manifest.Labels.Count)
        {
            throw new ModelException(
                $"Model '{manifest.Name}' gives {Text(activation.Shape)} numbers in '{name}', its activations; it must give labels x height x width, and it has {manifest.Labels.Count} labels.");
        }

        return (width, height);
    }

    private static string Text(IEnumerable<int> shape) => string.Join('x', shape.Select(d => d < 0 ? "?" : FormattableString.Invariant($"{d}")));
}
