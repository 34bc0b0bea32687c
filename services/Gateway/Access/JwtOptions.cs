namespace EmotionGrpc.Gateway.Access;

/// <summary>Tokens (JWT) that the gateway accepts. Either <see cref="Authority"/> or <see cref="JwksFile"/> says whose signature counts.</summary>
public sealed class JwtOptions
{
    /// <summary>An OpenID Connect provider: https://HOST/PATH. Its keys are fetched from there.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Path of a JSON Web Key Set with public keys, read again when it changes; for those who do not want the gateway to fetch anything.</summary>
    public string JwksFile { get; set; } = "";

    /// <summary>Who must have issued a token (iss); empty with an authority: the one it names.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Whom a token must be meant for (aud).</summary>
    public string Audience { get; set; } = "";

    internal bool IsSet => Authority.Length > 0 || JwksFile.Length > 0;

    /// <summary>What is wrong in one sentence; null: nothing.</summary>
    internal string? Fault()
    {
        if (!IsSet)
            return Issuer.Length + Audience.Length == 0 ? null : "Gateway:Jwt needs one of Authority and JwksFile; without them no signature counts.";
        if (Authority.Length > 0 && JwksFile.Length > 0)
            return "Gateway:Jwt:Authority and Gateway:Jwt:JwksFile are both set; name one.";
        if (Authority.Length > 0 && !(Uri.TryCreate(Authority, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps))
            return $"Gateway:Jwt:Authority is '{Authority}'; allowed is https://HOST/PATH.";
        if (Audience.Length == 0)
            return "Gateway:Jwt:Audience must be set: a token that was made for another service must not count here.";
        return JwksFile.Length > 0 && Issuer.Length == 0 ? "Gateway:Jwt:Issuer must be set with Gateway:Jwt:JwksFile." : null;
    }
}
