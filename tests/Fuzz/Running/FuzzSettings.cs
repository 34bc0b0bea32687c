namespace EmotionGrpc.Fuzz.Running;

/// <summary>How a run shall go.</summary>
/// <param name="Inputs">Changed inputs.</param>
/// <param name="Seed">Seed of chance.</param>
/// <param name="Workers">Inputs in hand at a time.</param>
/// <param name="Keep">Whether one input for each new kind of answer is written to the corpus.</param>
internal sealed record FuzzSettings(long Inputs, int Seed, int Workers, bool Keep);
