using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Fusion.Sessions;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Recognition;

/// <summary>Makes sessions of what clients ask for.</summary>
internal sealed class SessionStarter(SessionFactory factory, PolicyCatalog policies, IOptions<FusionServiceOptions> defaults)
{
    /// <summary>Makes a live session; it is not running yet.</summary>
    /// <exception cref="Grpc.Core.RpcException">The options are not usable, or no stream service answers.</exception>
    public async Task<RecognitionSession> StartAsync(SessionOptions? options, string path, ISessionSink sink)
    {
        var settings = Check(options, path);
        var (labels, models) = await factory.LabelsAsync();
        return factory.Session(SessionRegistry.NewId(), labels, models, settings, sink);
    }

    /// <summary>Checks options.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT naming the field.</exception>
    public SessionSettings Check(SessionOptions? options, string path) => SessionSettings.Check(options, path, policies, defaults.Value);
}
