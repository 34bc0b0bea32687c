using System.Text.Json.Serialization;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>Something that a service needs.</summary>
/// <param name="Name">For instance "upstream Detection".</param>
/// <param name="Present">Whether it is there.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Why">Why it is missing; null when it is there.</param>
internal sealed record Dependency(
    string Name, bool Present, DateTimeOffset Since, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Why);
