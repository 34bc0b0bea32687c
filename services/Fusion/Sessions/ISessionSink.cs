using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>Where a session's answers go.</summary>
internal interface ISessionSink
{
    /// <summary>Hands over a message; may wait when the client reads slowly.</summary>
    ValueTask SendAsync(RecognizeResponse message);
}
