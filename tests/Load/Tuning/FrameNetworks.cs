using System.Diagnostics;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Load.Limit;
using EmotionGrpc.Load.Tuning.Choice;
using OpenCvSharp;

namespace EmotionGrpc.Load.Tuning;

/// <summary>The networks of a whole frame, set up as the suite would set them up in a configuration: each runs once a frame, the pose network once a search.</summary>
internal sealed class FrameNetworks : IDisposable
{
    /// <summary>The suite's defaults, the pose network first.</summary>
    public static readonly string[] Names = ["movenet-multipose", "blazeface", "face-tsn", "body-motion"];

    private readonly TuneTrial _trial;
    private readonly BareNetwork[] _networks;

    /// <param name="trial">How.</param>
    /// <param name="options">Where the models are, and the provider.</param>
    /// <param name="pictures">8-bit BGR.</param>
    /// <exception cref="ModelException">A model is missing or broken, or the provider is not there.</exception>
    public FrameNetworks(TuneTrial trial, ModelOptions options, IReadOnlyList<Mat> pictures)
    {
        _trial = trial;
        var own = new ModelOptions
        {
            Directory = options.Directory,
            Provider = options.Provider,
            Precision = trial.Precision,
            IntraOpThreads = trial.Threads,
        };
        _networks = [.. Names.Select(n => new BareNetwork(n, pictures, own, trial.Batch))];
    }

    /// <summary>Runs frames for a while, on as many threads as the trial has workers.</summary>
    public async Task<TuneResult> RunAsync(TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, _trial.Workers).Select(
            w => Task.Factory.StartNew(() => Work(w, start, duration), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] sorted = [.. times.SelectMany(t => t).Order()];
        return new TuneResult(_trial, sorted.Length * _trial.Batch / seconds, sorted[sorted.Length / 2], sorted[(int)(0.95 * (sorted.Length - 1))]);
    }

    public void Dispose()
    {
        foreach (var network in _networks)
            network.Dispose();
    }

    private List<double> Work(int worker, long start, TimeSpan duration)
    {
        var times = new List<double>();
        // At least one search, however short the time: else a long cadence would count none.
        for (var frame = worker; times.Count < _trial.Cadence || Stopwatch.GetElapsedTime(start) < duration; frame++)
        {
            var begun = Stopwatch.GetTimestamp();
            for (var n = times.Count % _trial.Cadence == 0 ? 0 : 1; n < _networks.Length; n++)
                _networks[n].Run(frame);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return times;
    }
}
