using System.Diagnostics;
using EmotionGrpc.Reliability.Cameras;
using EmotionGrpc.Reliability.Faults;
using EmotionGrpc.Reliability.Report;
using EmotionGrpc.Reliability.Suite;

namespace EmotionGrpc.Reliability;

/// <summary>One run: start, stream, break, end in order, count.</summary>
internal static class ChaosRun
{
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(10);

    public static async Task<ChaosSummary> RunAsync(ChaosPlan plan, Journal journal, CancellationToken stopping)
    {
        await using var suite = await BreakableSuite.StartAsync(plan.Cameras);
        journal.Tell("started", $"{suite.Instances.Count} processes, {suite.Links.Count} links, {plan.Cameras} cameras of {plan.FramesPerSecond} frames/s");
        var started = Stopwatch.GetTimestamp();
        var cameras = suite.CameraLinks.Select((link, i) => new Camera($"camera-{i + 1}", link.Address, plan, journal)).ToList();
        using var time = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        time.CancelAfter(plan.Duration);
        // Cameras stream until everything is whole again: a round of restarts may end later than the plan.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);

        var streaming = cameras.Select(c => c.RunAsync(ending.Token)).ToList();
        var telling = TellAsync(cameras, journal, ending.Token);
        IFaults faults = plan.Rolling ? new RollingRestart(suite, plan, journal) : new FaultInjector(suite, plan, journal);
        await faults.RunAsync(time.Token);
        await ending.CancelAsync();
        await Task.WhenAll(streaming);
        await telling;
        return ChaosSummary.Of(plan, Stopwatch.GetElapsedTime(started), cameras, faults.All);
    }

    private static async Task TellAsync(List<Camera> cameras, Journal journal, CancellationToken ending)
    {
        using var timer = new PeriodicTimer(Progress);
        try
        {
            while (await timer.WaitForNextTickAsync(ending))
                journal.Tell("progress", $"{cameras.Sum(c => c.Sent)} frames sent, {cameras.Sum(c => c.Answers.Count)} answered, {cameras.Sum(c => c.Counters?.Reconnects ?? 0)} reconnects");
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }
}
