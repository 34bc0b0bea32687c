using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Recognition;

/// <summary>Makes sessions of what clients ask for.</summary>
internal sealed class SessionStarter(SessionFactory factory, ResumeTokens tokens, PolicyCatalog policies, IOptions<FusionServiceOptions> defaults)
{
    /// <summary>Makes a live session that a stream feeds; it is not running yet.</summary>
    /// <param name="open">The client's first message.</param>
    /// <param name="identity">Who calls; empty: not known.</param>
    /// <param name="sink">Where its answers go.</param>
    /// <exception cref="Grpc.Core.RpcException">The options or the resume token are not usable, or no stream service answers.</exception>
    public Task<RecognitionSession> StartAsync(SessionOpen open, string identity, ISessionSink sink)
    {
        var binding = open.ResumeKey.IsEmpty ? null : ResumeBinding.Of(open.ResumeKey, identity);
        if (open.ResumeToken.IsEmpty)
            return factory.SessionAsync(new SessionRequest(Check(open.Options, "open.options"), binding), sink);
        var resumed = tokens.Open(open.ResumeToken, binding);
        return factory.SessionAsync(new SessionRequest(Check(resumed.Options, "resume_token.options"), binding, resumed), sink);
    }

    /// <summary>Makes a live session that single calls feed; it is not running yet, and cannot be resumed.</summary>
    /// <exception cref="Grpc.Core.RpcException">The options are not usable, or no stream service answers.</exception>
    public Task<RecognitionSession> StartAsync(SessionOptions? options, ISessionSink sink) => factory.SessionAsync(new SessionRequest(Check(options, "options")), sink);

    /// <summary>Checks options.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT naming the field.</exception>
    public SessionSettings Check(SessionOptions? options, string path) => SessionSettings.Check(options, path, policies, defaults.Value);
}
