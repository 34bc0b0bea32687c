using EmotionGrpc.Edge.Sources;
using EmotionGrpc.TestSupport;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Tests.Sources;

public sealed class PacingTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task WaitAsync_EarlyFrame_IsHeldUntilItsTime()
    {
        var time = new ManualTime();
        var pacer = new RealtimePacer(time);
        await pacer.WaitAsync(TimeSpan.Zero, CancellationToken.None);

        var waiting = pacer.WaitAsync(TimeSpan.FromMilliseconds(40), CancellationToken.None);
        time.Advance(TimeSpan.FromMilliseconds(39));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        await waiting.WaitAsync(Deadline);
    }

    [Fact]
    public async Task WaitAsync_LateFrame_IsNotHeld()
    {
        var time = new ManualTime();
        var pacer = new RealtimePacer(time);
        await pacer.WaitAsync(TimeSpan.Zero, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(pacer.WaitAsync(TimeSpan.FromMilliseconds(40), CancellationToken.None).IsCompleted);
    }

    [Fact]
    public void Pass_HalfTheRate_LetsEverySecondFrameThrough()
    {
        var gate = new FrameRateGate();

        var passed = Enumerable.Range(0, 10).Where(i => gate.Pass(TimeSpan.FromMilliseconds(40 * i), 12.5)).ToArray();

        Assert.Equal([0, 2, 4, 6, 8], passed);
    }

    [Fact]
    public void Pass_RateAboveTheSources_LetsAllThrough()
    {
        var gate = new FrameRateGate();

        Assert.All(Enumerable.Range(0, 10), i => Assert.True(gate.Pass(TimeSpan.FromMilliseconds(40 * i), 60)));
    }

    [Fact]
    public async Task ReadAllAsync_RealtimeAndASlowReader_NewestWinsAndTheRestIsCounted()
    {
        using var source = new CountingSource(100, live: true);
        await using var pump = new FramePump(source, null, realtime: true, TimeProvider.System);
        await source.Ended.WaitAsync(Deadline);

        var seen = await CollectAsync(pump);

        Assert.Equal([99], seen);
        Assert.Equal(99, pump.Skipped);
    }

    [Fact]
    public async Task ReadAllAsync_NotRealtime_LosesNothing()
    {
        using var source = new CountingSource(100, live: false);
        await using var pump = new FramePump(source, null, realtime: false, TimeProvider.System);

        var seen = await CollectAsync(pump);

        Assert.Equal(Enumerable.Range(0, 100), seen);
        Assert.Equal(0, pump.Skipped);
    }

    private static async Task<List<int>> CollectAsync(FramePump pump)
    {
        var seen = new List<int>();
        await foreach (var pumped in pump.ReadAllAsync(CancellationToken.None))
        {
            using (pumped.Frame)
                seen.Add((int)Math.Round(pumped.Frame.Time.TotalMilliseconds / 40));
        }

        return seen;
    }

    private sealed class CountingSource(int frames, bool live) : IFrameSource
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _next;

        public Task Ended => _ended.Task;

        public string Name => "counting";

        public double FramesPerSecond => 25;

        public bool IsLive => live;

        public bool HasClock => true;

        public long? Length => frames;

        public SourceFrame? Read()
        {
            if (_next < frames)
                return new SourceFrame(new Mat(4, 4, MatType.CV_8UC3, Scalar.Black), TimeSpan.FromMilliseconds(40 * _next++));
            _ended.TrySetResult();
            return null;
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
