using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Resume;

/// <summary>
/// Seals sessions into tokens and opens them again. A token is: version (1 byte), length of the key's id (1), id, salt (32), AES-256-GCM of the compressed
/// session, tag (16). The AES key and nonce of every token are derived from the key and the salt (HKDF-SHA256), so that one key may seal without end: with random
/// nonces alone it would have to be exchanged after 2^32 tokens.
/// </summary>
internal sealed class ResumeTokens(ResumeKeyRing keys, IOptions<FusionServiceOptions> options, TimeProvider time)
{
    /// <summary>Changes when a token or what it holds changes its meaning.</summary>
    public const byte Version = 1;

    /// <summary>Largest token in bytes.</summary>
    public const int MaximumLength = 256 * 1024;

    private const int SaltLength = 32;
    private const int AesKeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int MaximumSession = 8 * 1024 * 1024;

    // Time over bytes: a state of 20 KB takes about a millisecond.
    private const int BrotliQuality = 4;
    private const int BrotliWindow = 18;

    private readonly TimeSpan _lifetime = TimeSpan.FromMinutes(options.Value.ResumeMinutes);

    /// <summary>Seals a session.</summary>
    /// <param name="session">The session; its expiry is set here. States that make the token too large are taken out.</param>
    /// <param name="left">What was taken out; null: nothing.</param>
    public ByteString Seal(SavedSession session, out string? left)
    {
        session.Expires = (time.GetUtcNow().UtcDateTime + _lifetime).Ticks;
        left = null;
        var token = Seal(session);
        while (token.Length > MaximumLength)
        {
            left = TakeOutLargest(session);
            token = Seal(session);
        }

        return UnsafeByteOperations.UnsafeWrap(token);
    }

    /// <summary>Opens a token.</summary>
    /// <param name="token">From outside.</param>
    /// <param name="binding">Of the session that wants to go on; null: it has no key.</param>
    /// <exception cref="Grpc.Core.RpcException">FAILED_PRECONDITION with a reason of <see cref="ResumeRefusal"/>.</exception>
    public SavedSession Open(ByteString token, byte[]? binding)
    {
        if (token.Length > MaximumLength)
            throw ResumeRefusal.TooLarge(token.Length, MaximumLength);
        var session = Read(token.Span);
        if (binding is null || !CryptographicOperations.FixedTimeEquals(session.Binding.Span, binding))
            throw ResumeRefusal.Foreign();
        var late = time.GetUtcNow().UtcDateTime.Ticks - session.Expires;
        return late <= 0 ? session : throw ResumeRefusal.Expired(TimeSpan.FromTicks(late));
    }

    private byte[] Seal(SavedSession session)
    {
        var compressed = Compress(session, out var length);
        try
        {
            var (id, key) = keys.Sealing;
            var head = 2 + id.Length + SaltLength;
            var token = new byte[head + length + TagLength];
            token[0] = Version;
            token[1] = (byte)id.Length;
            id.CopyTo(token, 2);
            var salt = token.AsSpan(2 + id.Length, SaltLength);
            RandomNumberGenerator.Fill(salt);
            Span<byte> nonce = stackalloc byte[NonceLength];
            using var aes = Derive(key, salt, nonce);
            aes.Encrypt(nonce, compressed.AsSpan(0, length), token.AsSpan(head, length), token.AsSpan(head + length), token.AsSpan(0, head));
            return token;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    private SavedSession Read(ReadOnlySpan<byte> token)
    {
        if (token.Length < 2)
            throw ResumeRefusal.Malformed();
        if (token[0] != Version)
            throw ResumeRefusal.Version(token[0], Version);
        var head = 2 + token[1] + SaltLength;
        if (token.Length < head + TagLength)
            throw ResumeRefusal.Malformed();
        var key = keys.Find(token.Slice(2, token[1])) ?? throw ResumeRefusal.UnknownKey();
        var plain = new byte[token.Length - head - TagLength];
        Span<byte> nonce = stackalloc byte[NonceLength];
        using var aes = Derive(key, token.Slice(2 + token[1], SaltLength), nonce);
        try
        {
            aes.Decrypt(nonce, token[head..^TagLength], token[^TagLength..], plain, token[..head]);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw ResumeRefusal.Tampered();
        }

        // From here on it is our own writing.
        return SavedSession.Parser.ParseFrom(Decompress(plain));
    }

    private static AesGcm Derive(byte[] key, ReadOnlySpan<byte> salt, Span<byte> nonce)
    {
        Span<byte> derived = stackalloc byte[AesKeyLength + NonceLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt, "emotion resume token"u8);
        derived[AesKeyLength..].CopyTo(nonce);
        return new AesGcm(derived[..AesKeyLength], TagLength);
    }

    /// <summary>Compresses a session into an array of the shared pool, which the caller gives back.</summary>
    private static byte[] Compress(SavedSession session, out int length)
    {
        var size = session.CalculateSize();
        var plain = ArrayPool<byte>.Shared.Rent(size);
        var compressed = ArrayPool<byte>.Shared.Rent(sizeof(int) + BrotliEncoder.GetMaxCompressedLength(size));
        session.WriteTo(plain.AsSpan(0, size));
        BinaryPrimitives.WriteInt32LittleEndian(compressed, size);
        if (!BrotliEncoder.TryCompress(plain.AsSpan(0, size), compressed.AsSpan(sizeof(int)), out var written, BrotliQuality, BrotliWindow))
            throw new InvalidOperationException("A session could not be compressed into the room that Brotli asked for.");
        ArrayPool<byte>.Shared.Return(plain);
        length = sizeof(int) + written;
        return compressed;
    }

    private static byte[] Decompress(byte[] compressed)
    {
        var plain = new byte[Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(compressed), 0, MaximumSession)];
        return BrotliDecoder.TryDecompress(compressed.AsSpan(sizeof(int)), plain, out var written) && written == plain.Length
            ? plain
            : throw new InvalidOperationException("A sealed session does not decompress to its length.");
    }

    /// <summary>Without its state a stream warms up again; without that of detection, tracks begin anew.</summary>
    private static string TakeOutLargest(SavedSession session)
    {
        if (session.Streams.MaxBy(s => s.State.Length) is { State.IsEmpty: false } largest && largest.State.Length >= session.Detection.Length)
        {
            session.Streams.Remove(largest);
            return $"the state of the {largest.Stream} stream";
        }

        if (session.Detection.IsEmpty)
            throw new InvalidOperationException($"The scores of {session.Scores.Count} tracks alone make a token too large.");
        session.Detection = ByteString.Empty;
        return "the state of detection";
    }
}
