using System.Security.Cryptography;
using System.Text;
using EmotionGrpc.Hosting.Errors;
using Google.Protobuf;

namespace EmotionGrpc.Fusion.Resume;

/// <summary>
/// Ties tokens to a session: to the key that its client chose, and to the caller whom the gateway has recognised. Both are needed to open a token, and neither
/// stands in it.
/// </summary>
internal static class ResumeBinding
{
    private const int LeastKey = 16;
    private const int LongestKey = 64;

    /// <summary>What stands in the token.</summary>
    /// <param name="resumeKey">open.resume_key; not empty.</param>
    /// <param name="identity">Who calls; empty: not known.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the key is too short or too long.</exception>
    public static byte[] Of(ByteString resumeKey, string identity)
    {
        if (resumeKey.Length is < LeastKey or > LongestKey)
            throw GrpcError.InvalidArgument("open.resume_key", $"The resume key has {resumeKey.Length} bytes; allowed are {LeastKey} to {LongestKey} random bytes, or none for a session that cannot be resumed.");
        return HMACSHA256.HashData(resumeKey.Span, Encoding.UTF8.GetBytes(identity));
    }
}
