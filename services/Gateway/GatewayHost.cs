using EmotionGrpc.Gateway.Forwarding;
using EmotionGrpc.Gateway.Operations;
using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Operations;
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
        var builder = ServiceHost.CreateBuilder<GatewayOptions>("Gateway", args, "http://127.0.0.1:8080", settings);
        var options = new GatewayOptions();
        builder.Configuration.GetSection("Gateway").Bind(options);
        var destinations = Destination.All(options);
        builder.Services.AddForwarding(destinations);
        builder.Services.AddHostedService(p => new DestinationWatch(destinations, p.GetRequiredService<Readiness>()));
        // The gateway speaks for services that live elsewhere: reflection tells of all of them.
        builder.Services.AddSingleton(new ReflectionServiceImpl(SuiteReflection.Services));
        builder.Services.AddSingleton(new ReflectionV1ServiceImpl(SuiteReflection.Services));

        var app = builder.Build();
        // gRPC-Web becomes gRPC here, so that no service behind needs to know of it.
        app.Use(GrpcWebText.NoteAsync);
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.Use(GrpcWebText.TranslateAsync);
        app.MapOperations();
        var open = app.Services.GetRequiredService<OpenSessions>();
        app.MapReverseProxy(proxy =>
        {
            proxy.Use((context, next) => open.RunAsync(_ => next(context)));
            proxy.Use(GrpcFailure.InvokeAsync);
            proxy.UseLoadBalancing();
        });
        return app;
    }
}
