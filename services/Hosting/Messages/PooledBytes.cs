using System.Buffers;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace EmotionGrpc.Hosting.Messages;

/// <summary>
/// The bytes of a picture in a message, in memory that the next picture uses again. Who is done with them lets go; after the last one they are gone, and reading them fails.
/// What nobody lets go of is collected as garbage like any other bytes: whoever cannot say when the last reader is done, keeps them.
/// </summary>
public sealed class PooledBytes : MemoryManager<byte>
{
    private readonly int _length;
    private byte[]? _array;
    private int _holders = 1;

    private PooledBytes(int length) => (_length, _array) = (length, ArrayPool<byte>.Shared.Rent(length));

    /// <summary>Takes memory; it has one holder.</summary>
    /// <param name="length">In bytes.</param>
    /// <param name="content">To be filled before anybody reads; holds anything.</param>
    public static ByteString Rent(int length, out Span<byte> content)
    {
        var bytes = new PooledBytes(length);
        content = bytes.GetSpan();
        return UnsafeByteOperations.UnsafeWrap(bytes.Memory);
    }

    /// <summary>Adds a holder. Bytes that are not pooled are left alone.</summary>
    public static void Keep(ByteString? bytes)
    {
        if (Find(bytes) is { } pooled)
            Interlocked.Increment(ref pooled._holders);
    }

    /// <summary>A holder is done with them. Bytes that are not pooled are left alone.</summary>
    public static void Release(ByteString? bytes)
    {
        if (Find(bytes) is { } pooled && Interlocked.Decrement(ref pooled._holders) == 0 && Interlocked.Exchange(ref pooled._array, null) is { } array)
            ArrayPool<byte>.Shared.Return(array);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">Nobody holds them any more.</exception>
    public override Span<byte> GetSpan() => Array.AsSpan(0, _length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => Array.AsMemory(elementIndex, _length - elementIndex).Pin();

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The handle's own business.
    }

    /// <inheritdoc/>
    protected override bool TryGetArray(out ArraySegment<byte> segment)
    {
        segment = new ArraySegment<byte>(Array, 0, _length);
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Holders let go instead.
    }

    private byte[] Array => _array ?? throw new ObjectDisposedException(nameof(PooledBytes), "The picture's bytes were given back: it was read after its last holder had let go.");

    private static PooledBytes? Find(ByteString? bytes) =>
        bytes is not null && MemoryMarshal.TryGetMemoryManager<byte, PooledBytes>(bytes.Memory, out var pooled) ? pooled : null;
}
