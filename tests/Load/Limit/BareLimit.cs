using System.Diagnostics;
using OpenCvSharp;

namespace EmotionGrpc.Load.Limit;

/// <summary>
/// The limit of the machine: the networks' own arithmetic and nothing else, on all processors, one thread a run. It runs the networks in the proportion in which
/// the suite ran them.
/// </summary>
internal sealed class BareLimit : IDisposable
{
    /// <summary>Frames of a round: so fractions of runs a frame come out whole enough.</summary>
    private const int Round = 50;

    private readonly BareNetwork[] _networks;
    private readonly int[] _order;

    /// <param name="itemsPerFrame">Runs of each model a frame.</param>
    /// <param name="pictures">8-bit BGR.</param>
    public BareLimit(IReadOnlyDictionary<string, double> itemsPerFrame, IReadOnlyList<Mat> pictures)
    {
        _networks = [.. itemsPerFrame.Keys.Order(StringComparer.Ordinal).Select(n => new BareNetwork(n, pictures))];
        // Each network's runs are spread evenly over the round.
        _order = [.. _networks.SelectMany((n, index) => Spread(index, (int)Math.Round(itemsPerFrame[n.Name] * Round))).OrderBy(r => r.At).Select(r => r.Network)];
    }

    /// <summary>Runs for a while.</summary>
    /// <returns>Frames a second.</returns>
    public async Task<double> RunAsync(TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var runs = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(
            t => Task.Factory.StartNew(() => Work(t, start, duration), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return runs.Sum();
    }

    public void Dispose()
    {
        foreach (var network in _networks)
            network.Dispose();
    }

    private double Work(int thread, long start, TimeSpan duration)
    {
        // Threads begin at different places, as cameras do.
        var at = thread * _order.Length / Environment.ProcessorCount;
        var runs = 0L;
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            _networks[_order[at]].Run((int)(runs & int.MaxValue));
            at = (at + 1) % _order.Length;
            runs++;
        }

        return runs * (double)Round / _order.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static IEnumerable<(int Network, double At)> Spread(int network, int runs) =>
        Enumerable.Range(0, runs).Select(r => (network, (r + 0.5) / runs));
}
