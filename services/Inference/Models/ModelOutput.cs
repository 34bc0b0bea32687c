namespace EmotionGrpc.Inference.Models;

/// <summary>What comes out of a classifier: names of the network's outputs.</summary>
public sealed record ModelOutput
{
    /// <summary>The logits, one per label.</summary>
    public string Name { get; init; } = "logits";

    /// <summary>Two logits of a second head, without and with a mask; null: there is no such head.</summary>
    public string? Mask { get; init; }

    /// <summary>Class activation maps, labels x height x width; null: there are none.</summary>
    public string? Activation { get; init; }
}
