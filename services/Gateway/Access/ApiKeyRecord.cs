using EmotionGrpc.Gateway.Limits;

namespace EmotionGrpc.Gateway.Access;

/// <summary>A line of the key file.</summary>
/// <param name="Name">Name of the key, unique in the file; it is the identity of those who use it.</param>
/// <param name="Sha256">SHA-256 of the key in hexadecimal digits; the key itself is stored nowhere.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="Expires">When it ends, with its time zone; null: never.</param>
/// <param name="Limits">Limits that differ from the gateway's.</param>
internal sealed record ApiKeyRecord(string Name, string Sha256, IReadOnlyList<string> Scopes, DateTimeOffset? Expires = null, LimitOverrides? Limits = null);
