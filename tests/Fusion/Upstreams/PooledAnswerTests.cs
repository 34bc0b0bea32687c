using System.Collections.Concurrent;
using EmotionGrpc.Fusion.Upstreams;

namespace EmotionGrpc.Fusion.Tests.Upstreams;

public sealed class PooledAnswerTests
{
    private readonly ConcurrentQueue<PooledAnswer<string>> _free = new();

    [Fact]
    public async Task Take_OneWasAwaited_ItIsUsedAgain()
    {
        var first = PooledAnswer<string>.Take(_free);
        var one = first.Task;
        first.Set("one");
        Assert.Equal("one", await one);

        var second = PooledAnswer<string>.Take(_free);

        Assert.Same(first, second);
        var two = second.Task;
        Assert.False(two.IsCompleted);
        second.Set("two");
        Assert.Equal("two", await two);
    }

    [Fact]
    public void Take_OneIsNotAwaitedYet_IsANewOne()
    {
        var first = PooledAnswer<string>.Take(_free);
        first.Set("one");
        Assert.NotSame(first, PooledAnswer<string>.Take(_free));
    }

    [Fact]
    public async Task Fail_WhoWaitsLearnsWhyAndTheNextOneIsAnswered()
    {
        var answer = PooledAnswer<string>.Take(_free);
        var failing = answer.Task.AsTask();
        answer.Fail(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => failing);

        var next = PooledAnswer<string>.Take(_free);

        Assert.Same(answer, next);
        var answered = next.Task;
        next.Set("next");
        Assert.Equal("next", await answered);
    }

    [Fact]
    public async Task Task_AwaitedTwice_TheSecondTimeFailsAndDisturbsNobody()
    {
        var answer = PooledAnswer<string>.Take(_free);
        var one = answer.Task;
        answer.Set("one");
        Assert.Equal("one", await one);
        var two = PooledAnswer<string>.Take(_free).Task;

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await one);

        Assert.Empty(_free);
        answer.Set("two");
        Assert.Equal("two", await two);
    }
}
