using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EmotionGrpc.Gateway.Access;

/// <summary>
/// Keys as callers send them. A key has 256 random bits, so nobody can try them all, and a plain SHA-256 is a safe way to store it: the slow, salted
/// hashes that passwords need make up for entropy that a key does not lack.
/// </summary>
internal static class ApiKey
{
    /// <summary>What every key begins with, so that scanners find keys that were published by mistake, and so that it is told from a token.</summary>
    public const string Prefix = "emo_";

    private const int Bytes = 32;

    // More is no key of ours, and hashing it would be work for nothing.
    private const int LongestText = 128;

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static bool IsOne(string text) => text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length <= LongestText;

    /// <summary>What is stored: SHA-256 in lower-case hexadecimal digits.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
