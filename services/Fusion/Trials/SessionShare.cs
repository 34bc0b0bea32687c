using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>Which sessions belong to a share: by their ids alone, so that every instance of Fusion says the same.</summary>
internal static class SessionShare
{
    /// <param name="sessionId">The session.</param>
    /// <param name="percent">The share, 0 to 100. Who belongs to a share belongs to every larger one.</param>
    public static bool Holds(string sessionId, double percent)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(sessionId));
        return BinaryPrimitives.ReadUInt32BigEndian(hash) < percent / 100 * (1L << 32);
    }
}
