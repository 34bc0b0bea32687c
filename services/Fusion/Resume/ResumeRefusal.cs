using EmotionGrpc.Hosting.Errors;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Resume;

/// <summary>Why a resume token is refused; the reasons are part of the contract.</summary>
internal static class ResumeRefusal
{
    private const string Remedy = "open a new session without a token.";

    public static RpcException TooLarge(int length, int allowed) =>
        Because("RESUME_TOKEN_TOO_LARGE", $"The resume token has {length} bytes; allowed are {allowed}");

    public static RpcException Malformed() => Because("RESUME_TOKEN_MALFORMED", "The resume token is cut off, or is none");

    public static RpcException Version(byte version, byte known) =>
        Because("RESUME_TOKEN_VERSION", $"The resume token is of version {version}, this service knows version {known}");

    public static RpcException UnknownKey() =>
        Because("RESUME_TOKEN_UNKNOWN_KEY", "The resume token was sealed by a key that this instance does not have (Fusion:ResumeKeys)");

    public static RpcException Tampered() => Because("RESUME_TOKEN_TAMPERED", "The resume token was changed on its way");

    public static RpcException Expired(TimeSpan since) => Because("RESUME_TOKEN_EXPIRED", $"The resume token expired {since.TotalSeconds:0} s ago");

    public static RpcException Foreign() =>
        Because("RESUME_TOKEN_FOREIGN", "The resume token belongs to another session: its resume_key or its caller is another one");

    private static RpcException Because(string reason, string what) => GrpcError.FailedPrecondition(reason, $"{what}; {Remedy}");
}
