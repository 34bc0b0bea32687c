namespace EmotionGrpc.Conformance.Checks;

/// <summary>One thing that the contract demands.</summary>
/// <param name="Name">Its name, lower case with hyphens.</param>
/// <param name="Rule">The rule behind it, as the contract says it.</param>
/// <param name="RunAsync">Tries it; throws <see cref="ViolationException"/> when the target breaks the rule.</param>
internal sealed record Check(string Name, string Rule, Func<CancellationToken, Task> RunAsync);
