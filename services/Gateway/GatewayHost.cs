using EmotionGrpc.Gateway.Access;
using EmotionGrpc.Gateway.Audit;
using EmotionGrpc.Gateway.Calls;
using EmotionGrpc.Gateway.Forwarding;
using EmotionGrpc.Gateway.Limits;
using EmotionGrpc.Gateway.Operations;
using EmotionGrpc.Gateway.Pages;
using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Hosting.Security;
using EmotionGrpc.Hosting.Sessions;
using Grpc.Reflection;

namespace EmotionGrpc.Gateway;

/// <summary>Builds the gateway: one port in front of the suite, for gRPC and gRPC-Web.</summary>
public static class GatewayHost
{
    /// <summary>Builds the host; it is not started.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="settings">Settings that win over all others.</param>
    public static WebApplication Build(string[] args, IReadOnlyDictionary<string, string?>? settings = null)
    {
        const string defaultListen = "http://127.0.0.1:8080";
        var builder = ServiceHost.CreateBuilder<GatewayOptions>("Gateway", args, defaultListen, settings);
        var options = new GatewayOptions { Listen = defaultListen };
        builder.Configuration.GetSection("Gateway").Bind(options);
        var mode = builder.AddAccess(options);
        builder.AddUpstreamTls("Gateway");
        builder.Services.AddForwarding(Destination.All(options));
        builder.Services.AddOrigins(options.CorsOrigins);
        builder.Services.AddHostedService<DestinationWatch>();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(p => new Allowances(options.Limits.Total, p.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddSingleton<OpenCalls>();
        builder.Services.AddHostedService(p => p.GetRequiredService<OpenCalls>());
        builder.Services.AddSingleton<CallMiddleware>();
        builder.Services.AddSingleton<LocalServices>();
        // The gateway speaks for services that live elsewhere: reflection tells of all of them.
        builder.Services.AddSingleton(new ReflectionServiceImpl(SuiteReflection.Services));
        builder.Services.AddSingleton(new ReflectionV1ServiceImpl(SuiteReflection.Services));

        return builder.Build(app =>
        {
            app.Use(SecurityHeaders.InvokeAsync);
            if (mode == AccessMode.LocalOnly)
                app.Use(LocalHostGuard.InvokeAsync);
            app.UseDashboard();
            app.UseCors();
            // gRPC-Web becomes gRPC here, so that no service behind needs to know of it.
            app.Use(GrpcWebText.NoteAsync);
            app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
            app.Use(GrpcWebText.TranslateAsync);
            app.Use(app.Services.GetRequiredService<AccessMiddleware>().InvokeAsync);
            // What is missing names addresses behind the gateway.
            var finder = app.Services.GetRequiredService<CallerFinder>();
            app.MapOperations(async context => (await finder.FindAsync(context)).Caller?.Scopes.HasFlag(Scopes.Admin) == true);
            var open = app.Services.GetRequiredService<OpenSessions>();
            app.MapReverseProxy(proxy =>
            {
                proxy.Use((context, next) => open.RunAsync(_ => next(context)));
                proxy.Use(app.Services.GetRequiredService<CallMiddleware>().InvokeAsync);
                proxy.Use(GrpcFailure.InvokeAsync);
                proxy.UseLoadBalancing();
                proxy.UsePassiveHealthChecks();
                proxy.Use(app.Services.GetRequiredService<LocalServices>().InvokeAsync);
            });
        });
    }
}
