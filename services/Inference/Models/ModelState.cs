namespace EmotionGrpc.Inference.Models;

/// <summary>Activations that a network hands on from one sample of a track to the next.</summary>
public sealed record ModelState
{
    /// <summary>Name of the network's input that takes them.</summary>
    public required string Input { get; init; }

    /// <summary>Name of the network's output that gives those of the next sample; of the input's shape.</summary>
    public required string Output { get; init; }
}
