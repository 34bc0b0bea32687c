using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EmotionGrpc.Hosting.Sessions;

namespace EmotionGrpc.Fusion.Tests;

public sealed class ChannelEndTests
{
    private readonly Channel<int> _channel = Channel.CreateBounded<int>(1);

    [Fact]
    public async Task Cancel_SomebodyWaitsToRead_IsCancelled()
    {
        using var giveUp = new CancellationTokenSource();
        using var end = ChannelEnd.With(_channel.Writer, giveUp.Token);
        var waiting = _channel.Reader.WaitToReadAsync(CancellationToken.None).AsTask();

        await giveUp.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(giveUp.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Cancel_SomebodyWaitsToWrite_IsCancelledAndWhatIsInsideStays()
    {
        using var giveUp = new CancellationTokenSource();
        using var end = ChannelEnd.With(_channel.Writer, giveUp.Token);
        Assert.True(_channel.Writer.TryWrite(1));
        var waiting = _channel.Writer.WriteAsync(2, CancellationToken.None).AsTask();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(_channel.Reader.TryRead(out var inside));
        Assert.Equal(1, inside);
    }

    [Fact]
    public async Task With_CancelledAlready_WhoComesLaterIsCancelled()
    {
        using var end = ChannelEnd.With(_channel.Writer, new CancellationToken(canceled: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _channel.Reader.WaitToReadAsync(CancellationToken.None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _channel.Writer.WriteAsync(1, CancellationToken.None));
    }

    [Fact]
    public void Cancel_AfterDispose_TheChannelGoesOn()
    {
        using var giveUp = new CancellationTokenSource();
        ChannelEnd.With(_channel.Writer, giveUp.Token).Dispose();

        giveUp.Cancel();

        Assert.True(_channel.Writer.TryWrite(1));
    }

    [Fact]
    public void Dispose_TheTokenLivesOn_TheChannelIsNotHeld()
    {
        using var giveUp = new CancellationTokenSource();
        var channel = Use(giveUp.Token);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(channel.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Use(CancellationToken token)
    {
        var channel = Channel.CreateBounded<int>(1);
        ChannelEnd.With(channel.Writer, token).Dispose();
        return new WeakReference(channel.Writer);
    }
}
