using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Models;

/// <summary>Reads the head that tells the mask state.</summary>
internal static class MaskReading
{
    /// <summary>Numbers that the head gives: logits without and with a mask.</summary>
    public const int Values = 2;

    public static Mask Of(ReadOnlySpan<float> logits, float unknownBelow)
    {
        var probability = 1 / (1 + MathF.Exp(logits[0] - logits[1]));
        var state = Math.Max(probability, 1 - probability) < unknownBelow ? MaskState.Unknown
            : probability >= 0.5f ? MaskState.With
            : MaskState.Without;
        return new Mask { Probability = probability, State = state };
    }
}
