namespace EmotionGrpc.Hosting.Telemetry;

/// <summary>Names as values of labels.</summary>
public static class LabelText
{
    /// <summary>For instance "session-ended" of "SessionEnded".</summary>
    public static string Of(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
