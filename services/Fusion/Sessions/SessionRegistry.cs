using System.Collections.Concurrent;
using EmotionGrpc.Hosting.Errors;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>The live sessions.</summary>
internal sealed class SessionRegistry(IOptions<FusionServiceOptions> options)
{
    private readonly ConcurrentDictionary<string, RecognitionSession> _sessions = new();

    /// <summary>All of them, oldest first.</summary>
    public IEnumerable<RecognitionSession> All => _sessions.Values.OrderBy(s => s.Info().OpenedTime);

    /// <summary>A name that nobody guesses.</summary>
    public static string NewId() => Guid.NewGuid().ToString("N");

    /// <summary>Adds a session. One of the same name, whose client has come back before its loss was noticed, ends in order.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED when there are too many.</exception>
    public void Add(RecognitionSession session)
    {
        var known = _sessions.TryGetValue(session.Id, out var before);
        if (!known && _sessions.Count >= options.Value.MaximumSessions)
            throw GrpcError.ResourceExhausted($"{_sessions.Count} sessions are open, as many as this server allows.", TimeSpan.FromSeconds(5));
        _sessions[session.Id] = session;
        before?.Complete();
    }

    public void Remove(RecognitionSession session) => _sessions.TryRemove(KeyValuePair.Create(session.Id, session));

    /// <summary>A live session.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND.</exception>
    public RecognitionSession Find(string id) =>
        _sessions.TryGetValue(id, out var session)
            ? session
            : throw GrpcError.NotFound("SESSION_NOT_FOUND", "There is no such session here: it has ended, or it lives on another server.");
}
