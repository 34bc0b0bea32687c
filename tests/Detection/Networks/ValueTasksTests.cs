using EmotionGrpc.Inference.Batching;

namespace EmotionGrpc.Detection.Tests.Networks;

public sealed class ValueTasksTests
{
    [Fact]
    public async Task WhenAll_ResultsInTheirOrder_HoweverTheyEnd()
    {
        var (first, second) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        var all = ValueTasks.WhenAllAsync([new ValueTask<int>(first.Task), new ValueTask<int>(second.Task), new ValueTask<int>(3)]).AsTask();
        second.SetResult(2);
        Assert.False(all.IsCompleted);
        first.SetResult(1);
        var results = await all;
        Assert.Equal([1, 2, 3], results);
    }

    [Fact]
    public async Task WhenAll_OneFails_TheOthersAreWaitedForAndTheFirstFailureIsThrown()
    {
        var last = new TaskCompletionSource<int>();
        var all = ValueTasks.WhenAllAsync(
        [
            ValueTask.FromException<int>(new InvalidOperationException("first")),
            ValueTask.FromException<int>(new InvalidOperationException("second")),
            new ValueTask<int>(last.Task),
        ]).AsTask();
        Assert.False(all.IsCompleted);
        last.SetResult(3);
        Assert.Equal("first", (await Assert.ThrowsAsync<InvalidOperationException>(() => all)).Message);
    }

    [Fact]
    public async Task WhenAll_Nothing_IsEmpty() => Assert.Empty(await ValueTasks.WhenAllAsync(new List<ValueTask<int>>()));
}
