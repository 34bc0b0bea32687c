using System.Text;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace EmotionGrpc.Hosting.Errors;

/// <summary>gRPC errors with google.rpc details, so that programs need not read the sentence.</summary>
public static class GrpcError
{
    /// <summary>
    /// Longest sentence and field in bytes of UTF-8. They may quote what a stranger sent, and travel in trailers, percent-encoded and in base64: gRPC's own libraries give up at 8 KiB of them.
    /// </summary>
    public const int MaximumBytes = 600;

    /// <summary>INVALID_ARGUMENT with google.rpc.BadRequest.</summary>
    /// <param name="field">Path of the field, for instance "options.fusion.policy".</param>
    /// <param name="message">What is wrong and what is allowed.</param>
    public static RpcException InvalidArgument(string field, string message) => Create(
        Code.InvalidArgument,
        message,
        new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = Shorten(field), Description = Shorten(message) } } });

    /// <summary>FAILED_PRECONDITION with google.rpc.ErrorInfo.</summary>
    /// <param name="reason">UPPER_SNAKE_CASE word for programs.</param>
    /// <param name="message">The sentence.</param>
    public static RpcException FailedPrecondition(string reason, string message) => Create(Code.FailedPrecondition, message, Info(reason));

    /// <summary>NOT_FOUND with google.rpc.ErrorInfo.</summary>
    /// <param name="reason">UPPER_SNAKE_CASE word for programs.</param>
    /// <param name="message">The sentence.</param>
    public static RpcException NotFound(string reason, string message) => Create(Code.NotFound, message, Info(reason));

    /// <summary>UNIMPLEMENTED with google.rpc.ErrorInfo.</summary>
    /// <param name="reason">UPPER_SNAKE_CASE word for programs.</param>
    /// <param name="message">The sentence.</param>
    public static RpcException Unimplemented(string reason, string message) => Create(Code.Unimplemented, message, Info(reason));

    /// <summary>RESOURCE_EXHAUSTED with google.rpc.RetryInfo.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="retryAfter">When to try again.</param>
    public static RpcException ResourceExhausted(string message, TimeSpan retryAfter) => Create(
        Code.ResourceExhausted,
        message,
        new RetryInfo { RetryDelay = Duration.FromTimeSpan(retryAfter) });

    /// <summary>UNAVAILABLE with google.rpc.RetryInfo.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="retryAfter">When to try again.</param>
    public static RpcException Unavailable(string message, TimeSpan retryAfter) => Create(
        Code.Unavailable,
        message,
        new RetryInfo { RetryDelay = Duration.FromTimeSpan(retryAfter) });

    private static ErrorInfo Info(string reason) => new() { Reason = reason, Domain = "emotion.v1" };

    private static RpcException Create(Code code, string message, Google.Protobuf.IMessage detail) =>
        new Google.Rpc.Status { Code = (int)code, Message = Shorten(message), Details = { Any.Pack(detail) } }.ToRpcException();

    private static string Shorten(string sentence)
    {
        if (Encoding.UTF8.GetByteCount(sentence) <= MaximumBytes)
            return sentence;
        var (bytes, length) = (0, 0);
        foreach (var rune in sentence.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaximumBytes - 3)
                break;
            length += rune.Utf16SequenceLength;
        }

        return $"{sentence[..length]}…";
    }
}
