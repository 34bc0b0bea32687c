using EmotionGrpc.Gateway.Limits;

namespace EmotionGrpc.Gateway.Access;

/// <summary>Who calls.</summary>
/// <param name="Name">Name of the key, subject of the token or name of the certificate; limits count for it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Limits">Its own limits; null: it has none.</param>
/// <param name="Expires">When its credentials end; null: never.</param>
/// <param name="IsValid">Whether its credentials still hold: a key may be taken out of its file while a session is open.</param>
internal sealed record Caller(string Name, Scopes Scopes, CallerLimits? Limits, DateTimeOffset? Expires, Func<bool> IsValid)
{
    /// <summary>Anybody, where no credentials are asked for.</summary>
    public static Caller Anonymous { get; } = new("anonymous", Scopes.All, null, null, () => true);
}
