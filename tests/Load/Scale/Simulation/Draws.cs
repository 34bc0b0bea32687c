namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>Random numbers that are the same everywhere for the same seed (SplitMix64, Steele, Lea and Flood 2014).</summary>
internal sealed class Draws(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>A stream of its own for one thing of many: what is drawn for it does not depend on what becomes of the others.</summary>
    public static Draws For(ulong seed, ulong camera, ulong frame) => new(Mix(Mix(seed + Step) ^ Mix((camera * 2) + 1) ^ Mix((frame + 1) * Step)));

    /// <summary>At least 0, less than 1.</summary>
    public double Uniform() => (Mix(_state += Step) >> 11) * (1.0 / (1UL << 53));

    public double Exponential(double mean) => -mean * Math.Log(1 - Uniform());

    /// <summary>Erlang's distribution: the more phases, the less it varies.</summary>
    public double Erlang(double mean, int phases)
    {
        var sum = 0.0;
        for (var i = 0; i < phases; i++)
            sum += Exponential(mean / phases);
        return sum;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
