using EmotionGrpc.V1;

namespace EmotionGrpc.Inference.Models;

/// <summary>Reads what a network says of a mask: the one decision for every model that tells it.</summary>
public static class MaskReading
{
    /// <summary>Numbers that a network gives: logits without and with a mask.</summary>
    public const int Values = 2;

    /// <summary>The probability by softmax, and the state; below <paramref name="unknownBelow"/> of the likelier one it is unknown.</summary>
    public static Mask Of(float withoutMask, float withMask, float unknownBelow)
    {
        var probability = 1 / (1 + MathF.Exp(withoutMask - withMask));
        var state = Math.Max(probability, 1 - probability) < unknownBelow ? MaskState.Unknown
            : probability >= 0.5f ? MaskState.With
            : MaskState.Without;
        return new Mask { Probability = probability, State = state };
    }
}
