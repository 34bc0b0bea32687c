using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Fusion.Recognition;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.Fusion.Telemetry;
using EmotionGrpc.Fusion.Trials;
using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Hosting.Security;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion;

/// <summary>Builds the fusion service, which also serves recognition.</summary>
public static class FusionHost
{
    /// <summary>Builds the host; it is not started.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="settings">Settings that win over all others.</param>
    public static WebApplication Build(string[] args, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var builder = ServiceHost.CreateBuilder<FusionServiceOptions>("Fusion", args, "http://127.0.0.1:8084", settings);
        builder.AddUpstreamTls("Fusion");
        builder.Services.AddSingleton(services => WeightsReader.Read(
            services.GetRequiredService<IOptions<FusionServiceOptions>>().Value.OcclusionAware, builder.Configuration["Models:Directory"] ?? "models"));
        builder.Services.AddSingleton<PolicyCatalog>();
        builder.Services.AddSingleton<UpstreamSet>();
        builder.Services.AddSingleton<ResumeKeyRing>();
        builder.Services.AddSingleton<ResumeTokens>();
        builder.Services.AddSingleton<FrameGate>();
        builder.Services.AddSingleton<ShadowComparisons>();
        builder.Services.AddSingleton<SessionStreams>();
        builder.Services.AddHostedService<ShadowReport>();
        builder.Services.AddSingleton<SessionFactory>();
        builder.Services.AddSingleton<SessionStarter>();
        builder.Services.AddSingleton<SessionStay>();
        builder.Services.AddSingleton<SessionRegistry>();
        builder.Services.AddSingleton<PushSessions>();
        builder.Services.AddHostedService(p => p.GetRequiredService<PushSessions>());
        builder.Services.AddHostedService<UpstreamWatch>();
        builder.Services.AddHostedService<FusionMetricsStart>();

        return builder.Build(app =>
        {
            app.MapOperations();
            app.MapGrpcService<FusionGrpcService>();
            app.MapGrpcService<RecognitionGrpcService>();
        });
    }
}
