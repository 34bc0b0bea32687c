using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Client.Internal;

/// <summary>How one connection of a session ended.</summary>
/// <param name="Closed">The server's account, when it closed in order.</param>
/// <param name="GoAway">The server's wish to move, when it said one.</param>
/// <param name="Failure">What broke it, when something did.</param>
internal sealed record ConnectionEnd(SessionClosed? Closed, GoAway? GoAway, RpcException? Failure)
{
    public string Sentence =>
        Failure != null ? $"the connection broke ({Failure.StatusCode}: {Failure.Status.Detail})"
        : GoAway != null ? $"the server asked the session to move ({GoAway.Reason})"
        : "the server ended the session";

    /// <summary>How long the server asks to wait before the next attempt.</summary>
    public TimeSpan RetryAfter => GoAway?.RetryAfter?.ToTimeSpan() ?? (Failure == null ? TimeSpan.Zero : RetryHint.Of(Failure));

    /// <summary>Whether another attempt can help.</summary>
    public static bool IsPassing(RpcException failure) => failure.StatusCode
        is not (StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.Unimplemented
            or StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.NotFound or StatusCode.OutOfRange);
}
