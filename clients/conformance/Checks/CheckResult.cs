namespace EmotionGrpc.Conformance.Checks;

/// <summary>What became of a check.</summary>
/// <param name="Check">The check.</param>
/// <param name="Violation">What the target did instead; null: it keeps the rule.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record CheckResult(Check Check, string? Violation, TimeSpan Duration)
{
    /// <summary>Whether the target keeps the rule.</summary>
    public bool Passed => Violation is null;
}
