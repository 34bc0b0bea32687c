using System.Text.Json.Serialization;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>What /readyz answers.</summary>
/// <param name="Dependencies">Everything that the service needs, what is missing first.</param>
internal sealed record ReadinessReport(IReadOnlyList<Dependency> Dependencies)
{
    /// <summary>"ready" or "not ready".</summary>
    [JsonPropertyOrder(-1)]
    public string Status => IsReady ? "ready" : "not ready";

    [JsonIgnore]
    public bool IsReady => Dependencies.All(d => d.Present);
}
