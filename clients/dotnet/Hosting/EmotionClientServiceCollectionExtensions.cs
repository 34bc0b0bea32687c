using EmotionGrpc.Client;
using EmotionGrpc.Client.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds clients to a host.</summary>
public static class EmotionClientServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="EmotionClient"/> as a singleton; wrong options stop the host's start with a sentence.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options; null: by what is chained to the returned builder.</param>
    /// <returns>The builder of its options, for instance to bind them to a section of the configuration.</returns>
    /// <example>
    /// <code>
    /// using Microsoft.Extensions.DependencyInjection;
    /// using Microsoft.Extensions.Hosting;
    ///
    /// var builder = Host.CreateApplicationBuilder(args);
    /// builder.Services.AddEmotionClient().BindConfiguration("Emotion"); // Emotion:Address, Emotion:ApiKey, ...
    /// using var host = builder.Build();
    /// await host.StartAsync();
    /// var client = host.Services.GetRequiredService&lt;EmotionClient&gt;();
    /// </code>
    /// </example>
    public static OptionsBuilder<EmotionClientOptions> AddEmotionClient(this IServiceCollection services, Action<EmotionClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider => Create(provider, Options.Options.DefaultName));
        return Add(services, null, configure);
    }

    /// <summary>Adds one client of several; it is a keyed singleton.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The client's key, and the name of its options.</param>
    /// <param name="configure">Sets the options; null: by what is chained to the returned builder.</param>
    /// <returns>The builder of its options.</returns>
    /// <example>
    /// <code>
    /// using Microsoft.Extensions.DependencyInjection;
    ///
    /// var services = new ServiceCollection();
    /// services.AddEmotionClient("door", o => o.Address = "http://10.0.0.1:8080");
    /// services.AddEmotionClient("hall", o => o.Address = "http://10.0.0.2:8080");
    /// using var provider = services.BuildServiceProvider();
    /// var door = provider.GetRequiredKeyedService&lt;EmotionClient&gt;("door");
    /// </code>
    /// </example>
    public static OptionsBuilder<EmotionClientOptions> AddEmotionClient(this IServiceCollection services, string name, Action<EmotionClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.TryAddKeyedSingleton(name, (provider, _) => Create(provider, name));
        return Add(services, name, configure);
    }

    private static OptionsBuilder<EmotionClientOptions> Add(IServiceCollection services, string? name, Action<EmotionClientOptions>? configure)
    {
        services.AddSingleton<IValidateOptions<EmotionClientOptions>>(new ClientOptionsValidator(name));
        var builder = services.AddOptions<EmotionClientOptions>(name).ValidateOnStart();
        return configure == null ? builder : builder.Configure(configure);
    }

    private static EmotionClient Create(IServiceProvider services, string name) =>
        new(services.GetRequiredService<IOptionsMonitor<EmotionClientOptions>>().Get(name));
}
