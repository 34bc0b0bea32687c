using EmotionGrpc.Fusion.Resume;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>What a client wants of a session, checked.</summary>
/// <param name="Settings">How it shall work.</param>
/// <param name="Binding">Whose tokens are; null: the session cannot be resumed.</param>
/// <param name="Resumed">The session that goes on; null: a new one.</param>
internal sealed record SessionRequest(SessionSettings Settings, byte[]? Binding = null, SavedSession? Resumed = null);
