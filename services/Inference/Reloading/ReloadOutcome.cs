namespace EmotionGrpc.Inference.Reloading;

/// <summary>What came of a new version.</summary>
/// <param name="Before">The version that was in service.</param>
/// <param name="After">The version that is in service now.</param>
/// <param name="Fault">Why the new version was refused; null: it is in service.</param>
internal sealed record ReloadOutcome(string Before, string After, string? Fault);
