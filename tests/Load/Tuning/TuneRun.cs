using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Runtime;
using EmotionGrpc.Load.Tuning.Choice;
using OpenCvSharp;

namespace EmotionGrpc.Load.Tuning;

/// <summary>Tries configurations on this machine.</summary>
internal sealed class TuneRun
{
    /// <summary>Every trial is run this often, in turns with the others of its stage.</summary>
    private const int Rounds = 3;

    private readonly ModelOptions _options;
    private readonly IReadOnlyList<Mat> _pictures;
    private readonly TimeSpan _each;
    private readonly Action<double, TuneTrial> _progress;
    private readonly List<(string Stage, TuneResult Result)> _tried = [];
    private int _done;
    private readonly int _trials;

    /// <param name="options">Where the models are, and the provider.</param>
    /// <param name="pictures">8-bit BGR.</param>
    /// <param name="time">For all trials together, without loading the models.</param>
    /// <param name="from">The shortest cadence that may be chosen; null: none.</param>
    /// <param name="progress">Told what is tried, and the share of all that is done.</param>
    /// <exception cref="ModelException">The provider is not there.</exception>
    public TuneRun(ModelOptions options, IReadOnlyList<Mat> pictures, TimeSpan time, int? from, Action<double, TuneTrial> progress)
    {
        (_options, _pictures, _progress, From) = (options, pictures, progress, from);
        Provider = ExecutionProvider.Resolve(options);
        Precisions = Known();
        var any = new TuneTrial(ModelPrecision.Float32, 1, 1);
        _trials = TunePlan.Runs(any.Precision, Environment.ProcessorCount).Count + (Precisions.Count > 1 ? Precisions.Count : 0) + TunePlan.Batches(any).Count + TunePlan.Cadences(any, from).Count;
        _each = time / (_trials * Rounds);
    }

    /// <summary>Execution provider in use.</summary>
    public string Provider { get; }

    /// <summary>What the networks can compute in on this provider: float32, and variants that ship, which do as their cards say that they hold.</summary>
    public IReadOnlyList<string> Precisions { get; }

    /// <summary>What was tried, in this order.</summary>
    public IReadOnlyList<(string Stage, TuneResult Result)> Tried => _tried;

    private int? From { get; }

    public async Task<TunedSettings> MeasureAsync()
    {
        var runs = TuneChoice.Runs(await StageAsync("threads x runs", TunePlan.Runs(ModelPrecision.Float32, Environment.ProcessorCount)));
        if (Precisions.Count > 1)
            runs = TuneChoice.Precision(await StageAsync("precision", TunePlan.Precisions(runs.Trial, Precisions)));
        var batches = await StageAsync("batch", TunePlan.Batches(runs.Trial));
        var batch = TuneChoice.Batch(batches);
        var cadence = TuneChoice.Cadence(await StageAsync("cadence", TunePlan.Cadences(runs.Trial, From)), From);
        var (chosen, wait) = (batch.Trial, TuneChoice.WaitMilliseconds(batch, batches[0]));
        return new TunedSettings(Provider, chosen.Precision, chosen.Threads, chosen.Workers, chosen.Batch, wait, cadence.Trial.Cadence);
    }

    private async Task<IReadOnlyList<TuneResult>> StageAsync(string stage, IReadOnlyList<TuneTrial> trials)
    {
        var networks = new List<FrameNetworks>();
        var rounds = trials.Select(_ => new List<TuneResult>()).ToArray();
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                for (var t = 0; t < trials.Count; t++)
                {
                    _progress(_done++ / (double)(_trials * Rounds), trials[t]);
                    if (round == 0)
                    {
                        networks.Add(new FrameNetworks(trials[t], _options, _pictures));
                        // The first runs of a session allocate what later ones use again.
                        await networks[t].RunAsync(TimeSpan.Zero);
                    }

                    rounds[t].Add(await networks[t].RunAsync(_each));
                }
            }
        }
        finally
        {
            networks.ForEach(n => n.Dispose());
        }

        TuneResult[] results = [.. rounds.Select(TuneResult.Middle)];
        _tried.AddRange(results.Select(r => (stage, r)));
        return results;
    }

    private List<string> Known()
    {
        // float16 is for GPUs, int8 for processors: the other way round both are slower than float32.
        var able = ExecutionProvider.IsCpu(Provider) ? ModelPrecision.Int8 : ModelPrecision.Float16;
        var ships = FrameNetworks.Names.Any(n => ModelPackage.Read(Path.Combine(_options.FindDirectory(), n)).Manifest.Variants.Any(v => v.Precision == able));
        return ships ? [ModelPrecision.Float32, able] : [ModelPrecision.Float32];
    }
}
