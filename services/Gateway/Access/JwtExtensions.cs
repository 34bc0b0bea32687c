using EmotionGrpc.Hosting.Security;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace EmotionGrpc.Gateway.Access;

/// <summary>Sets up the checking of tokens.</summary>
internal static class JwtExtensions
{
    public static void AddJwt(this IServiceCollection services, JwtOptions jwt)
    {
        services.AddAuthentication().AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.Audience = jwt.Audience;
            bearer.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
            // Public keys only: with a shared secret whoever checks tokens could also make them.
            bearer.TokenValidationParameters.ValidAlgorithms =
            [
                SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
                SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
                SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
            ];
            bearer.TokenValidationParameters.ValidAudience = jwt.Audience;
            if (jwt.Issuer.Length > 0)
                bearer.TokenValidationParameters.ValidIssuer = jwt.Issuer;
            if (jwt.Authority.Length > 0)
                bearer.Authority = jwt.Authority;
        });
        if (jwt.JwksFile.Length == 0)
            return;
        services.AddReloadedFiles(p => new ReloadedFiles<JsonWebKeySet>(
            "Gateway:Jwt:JwksFile", [jwt.JwksFile], texts => Read(texts[0]), p.GetRequiredService<ILogger<JwtOptions>>()));
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<ReloadedFiles<JsonWebKeySet>>(
            (bearer, keys) => bearer.TokenValidationParameters.IssuerSigningKeyResolver = (_, _, id, _) => Keys(keys.Current, id));
    }

    private static IEnumerable<SecurityKey> Keys(JsonWebKeySet set, string? id) =>
        set.GetSigningKeys().Where(k => string.IsNullOrEmpty(id) || k.KeyId == id);

    private static JsonWebKeySet Read(string text)
    {
        var set = new JsonWebKeySet(text);
        return set.GetSigningKeys().Any(k => k is AsymmetricSecurityKey or JsonWebKey or X509SecurityKey)
            ? set
            : throw new FormatException("the file holds no public key for signatures.");
    }
}
