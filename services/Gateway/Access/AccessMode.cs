using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Endpoints;

namespace EmotionGrpc.Gateway.Access;

/// <summary>Whether callers must show credentials; decided once at the start, so that forgetting them never opens the gateway to others.</summary>
internal enum AccessMode
{
    /// <summary>No credentials are configured: only programs of this machine reach the gateway.</summary>
    LocalOnly,

    /// <summary>Callers must show a key, a token or a certificate.</summary>
    Credentials,

    /// <summary>No credentials, and that is what the operator said.</summary>
    Open,
}

/// <summary>Chooses the mode.</summary>
internal static class AccessModes
{
    /// <exception cref="ConfigurationException">The gateway would be open to others, and nobody said that it shall be.</exception>
    public static AccessMode Choose(GatewayOptions options)
    {
        if (options.ApiKeys.Length > 0 || options.Jwt.IsSet || options.Tls.ClientCa.Length > 0)
        {
            return !options.AllowAnonymous
                ? AccessMode.Credentials
                : throw new ConfigurationException("Gateway:AllowAnonymous is true and credentials are configured; choose one.");
        }

        if (!ListenAddress.TryParse(options.Listen, out var address) || address.IsLocal)
            return options.AllowAnonymous ? AccessMode.Open : AccessMode.LocalOnly;
        return options.AllowAnonymous
            ? AccessMode.Open
            : throw new ConfigurationException(
                $"Gateway:Listen is {options.Listen}, which others can reach, and no credentials are configured; set Gateway:ApiKeys, Gateway:Jwt or Gateway:Tls:ClientCa, listen on 127.0.0.1, or set Gateway:AllowAnonymous=true.");
    }
}
