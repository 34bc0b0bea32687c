using System.Text.Json.Serialization;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>What /readyz answers.</summary>
/// <param name="IsReady">Whether the service may be sent calls.</param>
/// <param name="Why">Why it is not ready although it lacks nothing; null: for no such reason.</param>
/// <param name="Dependencies">Everything that the service needs, what is missing first; null: not for this caller.</param>
internal sealed record ReadinessReport(
    [property: JsonIgnore] bool IsReady,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Why,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Dependency>? Dependencies)
{
    /// <summary>"ready" or "not ready".</summary>
    [JsonPropertyOrder(-1)]
    public string Status => IsReady ? "ready" : "not ready";
}
