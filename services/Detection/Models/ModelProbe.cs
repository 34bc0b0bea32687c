using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Runtime;

namespace EmotionGrpc.Detection.Models;

/// <summary>Runs a network once before it is used: one of another shape is refused, and the first frame is not slow.</summary>
internal static class ModelProbe
{
    /// <summary>Checks a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="shapes">How many values its outputs may have, in rising order; several where networks of one kind differ.</param>
    /// <exception cref="ModelException">It is something else.</exception>
    public static void Run(OnnxModel network, int[][] shapes)
    {
        var manifest = network.Manifest;
        IReadOnlyDictionary<string, ProbedOutput> outputs;
        try
        {
            outputs = network.Probe();
        }
        catch (Exception e)
        {
            throw new ModelException($"Model '{manifest.Name}' cannot be run: {e.Message}", e);
        }

        var lengths = outputs.Values.Select(o => o.Values.Length).Order().ToArray();
        if (!shapes.Any(s => s.SequenceEqual(lengths)))
            throw new ModelException($"Model '{manifest.Name}' is not of the kind '{manifest.Task}': its outputs have {string.Join(", ", lengths)} values.");
    }
}
