using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Fusion.Tests.Requests;

public sealed class PooledBytesTests
{
    [Fact]
    public void Rent_Filled_IsLikeOrdinaryBytes()
    {
        var bytes = PooledBytes.Rent(3000, out var content);
        new Random(1).NextBytes(content);
        var ordinary = ByteString.CopyFrom(content);

        Assert.Equal(ordinary, bytes);
        Assert.Equal(new Image { Data = ordinary }.ToByteArray(), new Image { Data = bytes }.ToByteArray());
    }

    [Fact]
    public void Release_LastHolder_BytesCannotBeReadAnyMore()
    {
        var bytes = PooledBytes.Rent(3000, out _);
        PooledBytes.Keep(bytes);

        PooledBytes.Release(bytes);
        Assert.Equal(3000, bytes.Span.Length);

        PooledBytes.Release(bytes);
        Assert.Throws<ObjectDisposedException>(() => bytes.Span.Length);
    }

    [Fact]
    public void Release_TooOften_MemoryIsGivenBackOnce()
    {
        var first = PooledBytes.Rent(5_000_000, out _);
        PooledBytes.Release(first);
        PooledBytes.Release(first);

        var (second, third) = (PooledBytes.Rent(5_000_000, out var ours), PooledBytes.Rent(5_000_000, out var theirs));

        Assert.False(ours.Overlaps(theirs));
        GC.KeepAlive((second, third));
    }

    [Fact]
    public void Release_OrdinaryBytes_AreLeftAlone()
    {
        var bytes = ByteString.CopyFrom(1, 2, 3);

        PooledBytes.Release(bytes);
        PooledBytes.Keep(null);
        PooledBytes.Release(null);

        Assert.Equal(ByteString.CopyFrom(1, 2, 3), bytes);
    }

    [Fact]
    public void Rent_AfterRelease_TakesNoNewMemory()
    {
        const int Pictures = 200;
        const int Bytes = 30_000;
        PooledBytes.Release(PooledBytes.Rent(Bytes, out _));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < Pictures; i++)
            PooledBytes.Release(PooledBytes.Rent(Bytes, out _));

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Pictures, 0, 200);
    }
}
