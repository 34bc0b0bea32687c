using System.Diagnostics;
using EmotionGrpc.Reliability.Report;
using EmotionGrpc.Reliability.Suite;

namespace EmotionGrpc.Reliability.Faults;

/// <summary>Breaks things at random: a process at every interval, a link in the middle between.</summary>
internal sealed class FaultInjector(BreakableSuite suite, ChaosPlan plan, Journal journal) : IFaults
{
    private const int SlowBytesPerSecond = 100_000;
    private static readonly TimeSpan LongDelay = TimeSpan.FromMilliseconds(250);
    private static readonly FaultKind[] LinkFaults = [FaultKind.Cut, FaultKind.Stall, FaultKind.Delay, FaultKind.Throttle];

    private readonly Random _random = new(plan.Seed);
    private readonly List<Fault> _faults = [];
    private readonly List<Task> _restarts = [];

    /// <inheritdoc/>
    public IReadOnlyList<Fault> All => _faults;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken ending)
    {
        var half = plan.Every / 2;
        try
        {
            while (true)
            {
                await Task.Delay(half, ending);
                await KillAsync();
                await Task.Delay(half, ending);
                BreakLink(half * 0.8, ending);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }

        foreach (var link in suite.Links)
            link.Proxy.Heal();
        await Task.WhenAll(_restarts);
    }

    private async Task KillAsync()
    {
        var up = suite.Instances.Where(i => i.IsUp).ToList();
        if (up.Count == 0)
            return;
        var victim = up[_random.Next(up.Count)];
        Record(FaultKind.Kill, victim.Name);
        await victim.KillAsync();
        _restarts.Add(RestartAsync(victim));
    }

    private async Task RestartAsync(Instance instance)
    {
        var began = Stopwatch.GetTimestamp();
        while (!instance.IsUp)
        {
            try
            {
                await instance.StartAsync();
            }
            catch (InvalidOperationException e)
            {
                // What runs services starts them again; what they wait for may be down as well.
                journal.Tell("failed", e.Message.ReplaceLineEndings(" "));
            }
        }

        journal.Tell("restarted", $"{instance.Name} after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
    }

    private void BreakLink(TimeSpan duration, CancellationToken ending)
    {
        var link = suite.Links[_random.Next(suite.Links.Count)];
        var kind = LinkFaults[_random.Next(LinkFaults.Length)];
        Record(kind, link.Name);
        switch (kind)
        {
            case FaultKind.Cut:
                link.Proxy.Cut(reset: true);
                return;
            case FaultKind.Stall:
                link.Proxy.Stall();
                break;
            case FaultKind.Delay:
                link.Proxy.Delay(LongDelay);
                break;
            case FaultKind.Throttle:
                link.Proxy.Throttle(SlowBytesPerSecond);
                break;
        }

        // The next kill does not wait for the link.
        _restarts.Add(HealAsync(link, duration, ending));
    }

    private static async Task HealAsync(Link link, TimeSpan after, CancellationToken ending)
    {
        await Task.Delay(after, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        link.Proxy.Heal();
    }

    private void Record(FaultKind kind, string target)
    {
        _faults.Add(new Fault(kind, target, Stopwatch.GetTimestamp()));
        journal.Tell(kind.ToString().ToLowerInvariant(), target);
    }
}
