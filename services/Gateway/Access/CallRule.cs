namespace EmotionGrpc.Gateway.Access;

/// <summary>What a gRPC method asks of its caller.</summary>
/// <param name="Scope">The scope that it needs.</param>
/// <param name="ClientStreams">Whether the caller sends a stream of messages, not one.</param>
internal sealed record CallRule(Scopes Scope, bool ClientStreams);
