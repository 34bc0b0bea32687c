using System.Diagnostics;
using System.Runtime.InteropServices;
using EmotionGrpc.Hosting.Endpoints;
using EmotionGrpc.Hosting.Endpoints.Memory;
using EmotionGrpc.Hosting.Endpoints.Memory.Calls;
using EmotionGrpc.Hosting.Endpoints.Memory.Requests;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Hosting.Security;
using EmotionGrpc.Hosting.Sessions;
using EmotionGrpc.Hosting.Telemetry;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace EmotionGrpc.Hosting;

/// <summary>Builds the host that every service shares: endpoints, gRPC, health, metrics, errors, drain.</summary>
public static class ServiceHost
{
    private const int Mebi = 1024 * 1024;

    private static readonly TimeSpan s_readyWithin = TimeSpan.FromSeconds(10);

    /// <summary>Creates a builder for a service.</summary>
    /// <param name="name">The service's name, which is also its configuration section.</param>
    /// <param name="args">Command line: <c>--Section:Key=value</c>. Environment variables (<c>Section__Key</c>), a file of settings (<c>--settings FILE</c>) and appsettings.json count too.</param>
    /// <param name="settings">Settings that win over all of these; used to compose services in one process.</param>
    /// <param name="defaultListen">Where the service listens unless told otherwise.</param>
    public static WebApplicationBuilder CreateBuilder<TOptions>(
        string name,
        string[] args,
        string defaultListen,
        IReadOnlyDictionary<string, string?>? settings = null)
        where TOptions : ServiceOptions
    {
        // No setting is read again while a service runs, and a watcher costs one of the 128 inotify instances that Linux grants a user by default.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false", .. args] });
        builder.Configuration.AddSettingsFile(args);
        builder.AddSecretFiles();
        if (settings != null)
            builder.Configuration.AddInMemoryCollection(settings);
        var section = builder.AddSection<TOptions>(name).PostConfigure(o =>
        {
            if (o.Listen.Length == 0)
                o.Listen = defaultListen;
        });
        section.Validate(o => ListenAddress.TryParse(o.Listen, out _), $"{name}:Listen is not an address; {ListenAddress.Allowed}.");
        section.ValidateSocket(name);
        section.ValidateConnections(name);
        section.ValidateTls(name);
        section.ValidateOperations(name);
        builder.AddServerTls<TOptions>(name);

        builder.AddLogOutput();

        builder.Services.AddGrpc(o =>
        {
            var max = builder.Configuration.GetValue($"{name}:{nameof(ServiceOptions.MaximumMessageMebibytes)}", 32) * 1024 * 1024;
            o.MaxReceiveMessageSize = max;
            o.MaxSendMessageSize = max;
            o.Interceptors.Add<ErrorInterceptor>();
        });
        // Several services may share the process: it is told to stop, and stops them in its order.
        builder.Services.AddSingleton<IHostLifetime, ProcessLifetime>();
        builder.Services.AddSingleton<OpenSessions>();
        builder.Services.AddHostedService(services => services.GetRequiredService<OpenSessions>());
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, WideBlocks>();
        builder.Services.AddSingleton<SocketTransportFactory>();
        builder.Services.AddSingleton<IConnectionListenerFactory, SharedPortListenerFactory>();
        builder.Services.AddSingleton<MemoryCalls>();
        builder.Services.AddSingleton<MemoryRequests>();
        builder.Services.AddSingleton<IStartupFilter>(services => services.GetRequiredService<MemoryRequests>());
        builder.Services.AddHostedService(services => services.GetRequiredService<MemoryRequests>());
        builder.Services.AddSingleton<IConnectionListenerFactory, MemoryListenerFactory>();
        builder.Services.AddSingleton(p => ActivatorUtilities.CreateInstance<ConnectionLimit>(p, p.GetRequiredService<IOptions<TOptions>>().Value.Connections));
        builder.Services.Configure<KeyManagementOptions>(o => o.XmlRepository = new MemoryKeys());
        builder.Services.AddOperations();
        if (ListenAddress.TryParse(builder.Configuration[$"{name}:{nameof(ServiceOptions.Operations)}"], out var operations) && operations.Tcp is { } port)
            builder.Services.AddSingleton<IStartupFilter>(new OperationsPort(port.Port));
        builder.AddTelemetry(name);
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<TOptions>>(
            (host, o) => host.ShutdownTimeout = TimeSpan.FromSeconds(o.Value.DrainSeconds));
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<TOptions>>(
            (kestrel, o) => kestrel.Configure(o.Value));
        return builder;
    }

    /// <summary>Builds the application and maps its endpoints; what it holds is let go when that fails.</summary>
    /// <exception cref="OptionsValidationException">A setting is wrong.</exception>
    public static WebApplication Build(this WebApplicationBuilder builder, Action<WebApplication> map)
    {
        // Building reads settings too, but where one is wrong it would leave a host that is half built, whose threads nobody could end.
        using (var settings = builder.Services.BuildServiceProvider())
            settings.GetRequiredService<IStartupValidator>().Validate();
        var app = builder.Build();
        try
        {
            map(app);
            return app;
        }
        catch
        {
            app.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Serves gRPC calls by a class without state of its own, whose dependencies are the host's.</summary>
    /// <param name="app">The host.</param>
    /// <param name="bind">The generated <c>BindService</c> of its contract.</param>
    public static void MapService<TService, TContract>(this WebApplication app, Action<ServiceBinderBase, TContract> bind)
        where TService : class, TContract
    {
        app.MapGrpcService<TService>();
        app.Services.GetRequiredService<MemoryCalls>().Add(binder => bind(binder, ActivatorUtilities.CreateInstance<TService>(app.Services)));
    }

    /// <summary>Binds and validates a configuration section; keys that do not exist are refused.</summary>
    public static OptionsBuilder<TOptions> AddSection<TOptions>(this WebApplicationBuilder builder, string section)
        where TOptions : class =>
        builder.Services.AddOptions<TOptions>()
            .Bind(CheckedSection.Get<TOptions>(builder.Configuration, section))
            .ValidateDataAnnotations()
            .ValidateOnStart();

    /// <summary>Runs a service until it is told to stop, or asks one that runs whether it is ready (<c>--probe ADDRESS</c>). What stops its start is printed in one sentence.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="build">Builds the service.</param>
    /// <returns>The process's exit code: 0, or 1 when the start failed or the probed service is not ready.</returns>
    public static Task<int> RunAsync(string[] args, Func<WebApplication> build) =>
        ReadinessProbe.IsAskedFor(args) ? ReadinessProbe.RunAsync(args) : RunAllAsync([build]);

    /// <summary>Runs services in one process until the process is told to stop (SIGINT, SIGTERM); then the last is stopped first.</summary>
    /// <param name="builds">Build the services.</param>
    /// <param name="ready">Called when all have started, with what they still miss after 10 s; null: nobody wants to know.</param>
    /// <returns>The process's exit code: 0, or 1 when a start failed.</returns>
    public static async Task<int> RunAllAsync(
        IReadOnlyList<Func<WebApplication>> builds, Action<IReadOnlyDictionary<string, string>>? ready = null)
    {
        // What networks are read from and compute in has pages of its own.
        NativeHeap.MapFrom(Mebi, kept: 2 * Mebi);
        PoolThreads.Begin();
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = OnSignal(PosixSignal.SIGINT, stop);
        using var terminate = OnSignal(PosixSignal.SIGTERM, stop);
        var apps = new WebApplication?[builds.Count];
        var started = new bool[builds.Count];
        try
        {
            // Every service's /metrics tells of the whole process, so all listen before the first has something to tell.
            await Task.WhenAll(builds.Select((build, i) => PoolThreads.BesideAsync(() =>
            {
                apps[i] = build();
                apps[i]!.Services.GetService<MeterProvider>();
                return Task.CompletedTask;
            })));
            // Side by side: most of a start is loading a model.
            await Task.WhenAll(apps.Select((app, i) => PoolThreads.BesideAsync(async () =>
            {
                await app!.StartAsync();
                started[i] = true;
            })));
            // Pictures, which come and go with every frame from here on, have room that is kept: new pages for each would cost more than decoding it.
            NativeHeap.MapFrom(32 * Mebi, kept: 16 * Mebi);
            if (ready != null)
                ready(await MissingAsync(apps, stop.Task));
            await stop.Task;
            return 0;
        }
        catch (Exception e) when (StartFailure.Explain(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
        finally
        {
            for (var i = apps.Length - 1; i >= 0; i--)
            {
                if (started[i])
                    await apps[i]!.StopAsync();
                if (apps[i] is { } app)
                    await app.DisposeAsync();
            }
        }
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, TaskCompletionSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.TrySetResult();
    });

    private static async Task<IReadOnlyDictionary<string, string>> MissingAsync(IEnumerable<WebApplication?> apps, Task stop)
    {
        var all = apps.Select(a => a!.Services.GetRequiredService<Readiness>()).ToArray();
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var missing = all.SelectMany(r => r.WhatIsMissing).DistinctBy(m => m.Key).ToDictionary();
            if (missing.Count == 0 || stop.IsCompleted || Stopwatch.GetElapsedTime(start) > s_readyWithin)
                return missing;
            await Task.Delay(10);
        }
    }
}
