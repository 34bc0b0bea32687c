using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Fusion.Tests;

public sealed class FrameOrderTests
{
    private readonly FrameOrder _order = new();

    [Theory]
    [InlineData(5ul)]
    [InlineData(4ul)]
    [InlineData(0ul)]
    public void Check_SequenceNotAbove_IsRefusedAndSaysSo(ulong second)
    {
        Assert.True(_order.Check(Frame(5, 1), DateTime.UtcNow, out _, out _));
        Assert.False(_order.Check(Frame(second, 2), DateTime.UtcNow, out _, out var error));
        Assert.Equal(FrameErrorReason.SequenceNotIncreasing, error!.Reason);
        Assert.Contains("5", error.Message);
        Assert.True(_order.Check(Frame(6, 3), DateTime.UtcNow, out _, out _));
    }

    [Fact]
    public void Check_TimeGoesBack_IsRefusedAndTheSequenceStaysFree()
    {
        Assert.True(_order.Check(Frame(1, 10), DateTime.UtcNow, out _, out _));
        Assert.False(_order.Check(Frame(2, 9), DateTime.UtcNow, out _, out var error));
        Assert.Equal(FrameErrorReason.TimeGoesBack, error!.Reason);
        Assert.True(_order.Check(Frame(2, 10), DateTime.UtcNow, out _, out _));
    }

    [Fact]
    public void Check_NonsenseTimestamp_IsRefused()
    {
        var frame = new Frame { Sequence = 1, CaptureTime = new Timestamp { Seconds = long.MaxValue } };
        Assert.False(_order.Check(frame, DateTime.UtcNow, out _, out var error));
        Assert.Equal(FrameErrorReason.TimeGoesBack, error!.Reason);
    }

    [Fact]
    public void Check_NoCaptureTime_TakesTheArrival()
    {
        var now = new DateTime(2026, 5, 5, 0, 0, 0, DateTimeKind.Utc);
        var frame = new Frame { Sequence = 1 };
        Assert.True(_order.Check(frame, now, out var time, out _));
        Assert.Equal(now, time);
        Assert.Equal(now, frame.CaptureTime.ToDateTime());
    }

    private static Frame Frame(ulong sequence, int seconds) => new() { Sequence = sequence, CaptureTime = new Timestamp { Seconds = seconds } };
}
