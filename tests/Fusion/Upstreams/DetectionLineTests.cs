using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Tests.Upstreams;

public sealed class DetectionLineTests : IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    private readonly ManualTime _time = new();
    private readonly ScriptedDetection _service = new();
    private readonly DetectionLine _line;

    public DetectionLineTests() => _line = new DetectionLine(_service.Client, null, s_timeout, _time);

    public ValueTask DisposeAsync() => _line.DisposeAsync();

    [Fact]
    public async Task Ask_NoAnswer_TheOldestTimesOutAndLaterOnesHaveTheirOwnTime()
    {
        var first = Ask();
        _time.Advance(s_timeout / 2);
        var second = Ask();

        _time.Advance(s_timeout / 2);

        await Assert.ThrowsAsync<TimeoutException>(() => first);
        Assert.False(second.IsCompleted);
        _time.Advance(s_timeout / 2);
        await Assert.ThrowsAsync<TimeoutException>(() => second);
    }

    [Fact]
    public async Task Ask_TheFirstIsAnswered_TheSecondTimesOutInItsOwnTime()
    {
        var first = Ask();
        _time.Advance(s_timeout / 2);
        var second = Ask();
        _service.Answer(1);
        Assert.Equal(1ul, (await first).Response.Sequence);

        await AssertTimesOutAfterAsync(s_timeout, second);
    }

    [Fact]
    public async Task Ask_AfterNothingWasInHandForLong_TimesOutInItsOwnTime()
    {
        var first = Ask();
        _service.Answer(1);
        await first;
        _time.Advance(3 * s_timeout);

        var second = Ask();

        await AssertTimesOutAfterAsync(s_timeout, second);
    }

    [Fact]
    public async Task Ask_TheFirstIsAnsweredTooLate_TheSecondGetsItsOwnAnswer()
    {
        var first = Ask();
        _time.Advance(s_timeout / 2);
        var second = Ask();
        _time.Advance(s_timeout / 2);
        await Assert.ThrowsAsync<TimeoutException>(() => first);

        _service.Answer(1);
        _service.Answer(2);

        Assert.Equal(2ul, (await second).Response.Sequence);
    }

    [Fact]
    public async Task Dispose_WithRequestsInHand_TheyFail()
    {
        var (first, second) = (Ask(), Ask());

        await _line.DisposeAsync();

        await Eventually.TrueAsync(() =>
        {
            // A call on which nothing was heard is followed by a pause.
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return first.IsCompleted && second.IsCompleted;
        });
        await Assert.ThrowsAsync<RpcException>(() => first);
        await Assert.ThrowsAsync<RpcException>(() => second);
    }

    private async Task AssertTimesOutAfterAsync(TimeSpan left, Task asked)
    {
        _time.Advance(left - TimeSpan.FromMilliseconds(1));
        Assert.False(asked.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<TimeoutException>(() => asked);
    }

    private Task<DetectionAnswer> Ask() => _line.AskAsync(new StreamDetectRequest(), s_timeout * 10).AsTask();
}
