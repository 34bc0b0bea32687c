using System.Diagnostics;
using EmotionGrpc.Reliability.Report;
using EmotionGrpc.Reliability.Suite;

namespace EmotionGrpc.Reliability.Faults;

/// <summary>What a rollout does: every process in turn drains, ends and is started again; the next one follows when it is ready.</summary>
internal sealed class RollingRestart(BreakableSuite suite, ChaosPlan plan, Journal journal) : IFaults
{
    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> All => _faults;

    /// <summary>Restarts round and round until it is ended; a round that has begun is finished.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        do
        {
            foreach (var instance in suite.Instances)
            {
                await Task.Delay(plan.Every / 4, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _faults.Add(new Fault(FaultKind.Restart, instance.Name, Stopwatch.GetTimestamp()));
                journal.Tell("restart", instance.Name);
                var drain = await instance.TerminateAsync();
                journal.Tell("drained", $"{instance.Name} after {drain.TotalSeconds:0.0} s");
                await instance.StartAsync();
            }
        }
        while (!ending.IsCancellationRequested);
    }
}
