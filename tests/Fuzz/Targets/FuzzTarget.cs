namespace EmotionGrpc.Fuzz.Targets;

/// <summary>Something that must answer every input, however wrong it is.</summary>
internal abstract class FuzzTarget
{
    /// <summary>Longest input in bytes.</summary>
    public const int MaximumLength = 256 * 1024;

    /// <summary>Its name, which is also its folder in the corpus.</summary>
    public abstract string Name { get; }

    /// <summary>Of 1,000 inputs, how many it gets.</summary>
    public abstract int Share { get; }

    /// <summary>Inputs without fault, from which the others are made.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Makes an input out of another one.</summary>
    /// <param name="random">Chance.</param>
    /// <param name="input">The one to change.</param>
    /// <param name="other">Another one to borrow from.</param>
    public abstract byte[] Mutate(Random random, byte[] input, byte[] other);

    /// <summary>Hands an input over.</summary>
    /// <returns>What came back, in the same words for the same kind of answer: an answer of a new kind makes its input worth keeping.</returns>
    /// <exception cref="FuzzException">What came back is not what may come back.</exception>
    public abstract ValueTask<string> RunAsync(byte[] input);
}
