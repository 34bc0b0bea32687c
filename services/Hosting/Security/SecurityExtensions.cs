using EmotionGrpc.Hosting.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Hosting.Security;

/// <summary>Sets up TLS and the reloading of its files.</summary>
public static class SecurityExtensions
{
    /// <summary>TLS towards other services, from the section's <c>UpstreamTls</c>.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="section">Its configuration section.</param>
    public static void AddUpstreamTls(this WebApplicationBuilder builder, string section)
    {
        var options = new UpstreamTlsOptions();
        builder.Configuration.GetSection($"{section}:UpstreamTls").Bind(options);
        builder.Services.AddSingleton(p => new UpstreamTls(section, options, p.GetRequiredService<ILogger<UpstreamTls>>()));
        builder.Services.AddSingleton<IReloaded>(p => p.GetRequiredService<UpstreamTls>());
    }

    /// <summary>Reads a service's own files again whenever they change.</summary>
    /// <param name="services">The service.</param>
    /// <param name="files">Makes them.</param>
    public static void AddReloadedFiles<T>(this IServiceCollection services, Func<IServiceProvider, ReloadedFiles<T>> files)
        where T : class
    {
        services.AddSingleton(files);
        services.AddSingleton<IReloaded>(p => p.GetRequiredService<ReloadedFiles<T>>());
    }

    internal static void AddServerTls<TOptions>(this WebApplicationBuilder builder, string section)
        where TOptions : ServiceOptions
    {
        builder.Services.AddHostedService<ReloadLoop>();
        builder.Services.AddSingleton(p => new ServerTls(section, p.GetRequiredService<IOptions<TOptions>>().Value.Tls, p.GetRequiredService<ILogger<ServerTls>>()));
        if (ListenAddress.TryParse(builder.Configuration[$"{section}:Listen"], out var address) && address.Tls)
            builder.Services.AddSingleton<IReloaded>(p => p.GetRequiredService<ServerTls>());
    }

    internal static void ValidateTls<TOptions>(this OptionsBuilder<TOptions> options, string section)
        where TOptions : ServiceOptions
    {
        options
            .Validate(
                o => !IsHttps(o) || (o.Tls.Certificate.Length > 0 && o.Tls.Key.Length > 0),
                $"{section}:Listen is https, which needs {section}:Tls:Certificate and {section}:Tls:Key; name two PEM files.")
            .Validate(
                o => IsHttps(o) || (o.Tls.Certificate.Length == 0 && o.Tls.Key.Length == 0 && o.Tls.ClientCa.Length == 0),
                $"{section}:Tls is set and {section}:Listen is not https; write https://ADDRESS:PORT, or leave {section}:Tls out.")
            .Validate(
                o => o.Tls.ClientNames.Length == 0 || o.Tls.ClientCa.Length > 0,
                $"{section}:Tls:ClientNames is set and {section}:Tls:ClientCa is not; names mean nothing unless an authority vouches for them.");
    }

    private static bool IsHttps(ServiceOptions options) => ListenAddress.TryParse(options.Listen, out var address) && address.Tls;
}
