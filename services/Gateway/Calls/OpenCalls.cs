using System.Collections.Concurrent;
using EmotionGrpc.Gateway.Limits;

namespace EmotionGrpc.Gateway.Calls;

/// <summary>All calls that are being forwarded; once a second each is asked whether its time is over.</summary>
internal sealed class OpenCalls(Allowances allowances, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<OpenCall, bool> _calls = new();

    public int Count => _calls.Count;

    public void Add(OpenCall call) => _calls[call] = true;

    public void Remove(OpenCall call) => _calls.TryRemove(call, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var (call, _) in _calls)
                    call.Check();
                allowances.Sweep();
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }
}
