using EmotionGrpc.Gateway.Audit;
using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Security;

namespace EmotionGrpc.Gateway.Access;

/// <summary>Sets up who is let in.</summary>
internal static class AccessExtensions
{
    /// <summary>Chooses the mode and adds what it needs.</summary>
    /// <exception cref="ConfigurationException">The settings would leave the gateway open by mistake, or are wrong.</exception>
    public static AccessMode AddAccess(this WebApplicationBuilder builder, GatewayOptions options)
    {
        if (options.Jwt.Fault() is { } fault)
            throw new ConfigurationException(fault);
        var mode = AccessModes.Choose(options);
        if (options.ApiKeys.Length > 0)
        {
            builder.Services.AddReloadedFiles(p => new ReloadedFiles<ApiKeys>(
                "Gateway:ApiKeys", [options.ApiKeys], texts => ApiKeys.Read(texts[0]), p.GetRequiredService<ILogger<ApiKeys>>()));
        }

        if (options.Jwt.IsSet)
            builder.Services.AddJwt(options.Jwt);
        // What is said at the start is said at whatever level the rest is logged; so is who calls, where others can.
        builder.Logging.AddFilter(typeof(AccessMode).Namespace, LogLevel.Information);
        if (mode != AccessMode.LocalOnly && builder.Configuration[$"Logging:LogLevel:{AuditLog.Category}"] is null)
            builder.Logging.AddFilter(AuditLog.Category, LogLevel.Information);
        builder.Services.AddSingleton(p => ActivatorUtilities.CreateInstance<CallerFinder>(p, mode));
        builder.Services.AddSingleton<AccessMiddleware>();
        builder.Services.AddHostedService(p => ActivatorUtilities.CreateInstance<AccessNotice>(p, mode));
        return mode;
    }
}
