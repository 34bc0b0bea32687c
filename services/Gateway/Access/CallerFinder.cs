using EmotionGrpc.Gateway.Limits;
using EmotionGrpc.Hosting.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Gateway.Access;

/// <summary>Finds out who calls, by what the request shows.</summary>
internal sealed class CallerFinder(AccessMode mode, GatewayOptions options, IServiceProvider services, TimeProvider time, ILogger<CallerFinder> logger)
{
    public const string KeyHeader = "x-api-key";

    private const string Bearer = "Bearer ";

    private readonly ReloadedFiles<ApiKeys>? _keys = services.GetService<ReloadedFiles<ApiKeys>>();
    private readonly CallerLimits _limits = CallerLimits.Of(options.Limits.PerCaller);

    /// <summary>The caller, or why there is none.</summary>
    public async ValueTask<(Caller? Caller, Refusal? Refusal)> FindAsync(HttpContext context)
    {
        if (mode != AccessMode.Credentials)
            return (Caller.Anonymous, null);
        var headers = context.Request.Headers;
        if (headers[KeyHeader] is [{ } key])
            return FindKey(key);
        if (headers.Authorization is [{ } authorization] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            // Programs that can send nothing but a bearer token, Prometheus for one, send their key as one.
            var token = authorization[Bearer.Length..].Trim();
            return ApiKey.IsOne(token) ? FindKey(token) : await FindTokenAsync(context);
        }

        return ByCertificate(context) is { } peer ? (peer, null) : (null, Refusal.NoCredentials(Wanted()));
    }

    private (Caller?, Refusal?) FindKey(string key)
    {
        if (_keys is null || !ApiKey.IsOne(key) || _keys.Current.Find(key) is not { } record)
            return (null, Refusal.WrongKey());
        if (record.Expires <= time.GetUtcNow())
            return (null, Refusal.KeyExpired(record.Name));
        return (new Caller(record.Name, ScopeNames.Parse(record.Scopes), _limits.With(record.Limits), record.Expires, () => _keys.Current.Holds(record)), null);
    }

    private async Task<(Caller?, Refusal?)> FindTokenAsync(HttpContext context)
    {
        if (!options.Jwt.IsSet)
            return (null, Refusal.NoCredentials(Wanted()));
        var result = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (result.Failure is not null && !await KnowsKeysAsync(context.RequestAborted))
            return (null, Refusal.AuthorityUnreachable());
        if (result.Principal?.FindFirst("sub")?.Value is not { Length: > 0 } subject)
            return (null, Refusal.WrongToken(result.Failure is Microsoft.IdentityModel.Tokens.SecurityTokenExpiredException));
        var names = result.Principal.FindAll(c => c.Type is "scope" or "scp").SelectMany(c => c.Value.Split(' '));
        return (new Caller(Identity.Foreign(Identity.Token, subject), ScopeNames.Known(names), _limits, result.Properties?.ExpiresUtc, () => true), null);
    }

    // Without the authority's keys every token is one of a wrong signature, which is not what its owner should be told.
    private async Task<bool> KnowsKeysAsync(CancellationToken cancellationToken)
    {
        var bearer = services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme);
        try
        {
            return bearer.ConfigurationManager is not { } authority || await authority.GetConfigurationAsync(cancellationToken) is not null;
        }
        catch (InvalidOperationException e)
        {
            GatewayLog.AuthorityUnreachable(logger, options.Jwt.Authority, e.Message);
            return false;
        }
    }

    // Who has shown a certificate was checked when the connection was made; it stands in for a key where there are none.
    private Caller? ByCertificate(HttpContext context) =>
        _keys is null && !options.Jwt.IsSet && context.Connection.ClientCertificate is { } certificate
            ? new Caller(Identity.Foreign(Identity.Certificate, PeerNames.Of(certificate)[0]), Scopes.Calls, _limits, certificate.NotAfter, () => true)
            : null;

    private string Wanted() => (_keys, options.Jwt.IsSet) switch
    {
        (not null, true) => $"send a key in {KeyHeader} or a token in authorization",
        (not null, false) => $"send a key in {KeyHeader}",
        (null, true) => "send a token in authorization",
        _ => "connect with a client certificate",
    };
}
