using EmotionGrpc.Gateway.Access;

namespace EmotionGrpc.Gateway.Calls;

/// <summary>Feature of a request that was let in.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Identity">The caller, and the camera that it speaks for.</param>
/// <param name="Rule">The rule of the gRPC method; null: it is no method of the suite.</param>
internal sealed record Admitted(Caller Caller, string Identity, CallRule? Rule);
