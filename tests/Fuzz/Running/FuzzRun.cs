using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EmotionGrpc.Fuzz.Targets;

namespace EmotionGrpc.Fuzz.Running;

/// <summary>Runs the kept inputs, then changed ones, through all targets; faults are written to the corpus.</summary>
internal sealed class FuzzRun(IReadOnlyList<FuzzTarget> targets, FlightRecorder recorder, FuzzSettings settings)
{
    private const int MostFaults = 20;
    private const int Samples = 60;

    /// <summary>A shorter run mostly shows how caches and thread pools fill.</summary>
    private const long LeastForGrowth = 100_000;

    private readonly Corpus[] _corpora = [.. targets.Select(t => new Corpus(t))];
    private readonly long[] _counts = new long[targets.Count];
    private readonly ConcurrentBag<string> _faults = [];
    private readonly Growth _growth = new();

    /// <summary>Runs.</summary>
    /// <returns>Checks that passed and that failed: one a kept input, one a target for its changed inputs, one for what inputs took for a moment, and one for the memory in a long run.</returns>
    public async Task<(int Passed, int Failed)> RunAsync()
    {
        var kept = await ReplayAsync();
        await MutateAsync();
        Report();
        var faulty = _faults.Select(f => f.Split(':')[0]).Distinct().Count();
        if (settings.Keep)
            Console.WriteLine($"{_corpora.Sum(c => c.KeepNew())} inputs were added to the corpus.");
        Console.WriteLine(_growth);
        var checks = kept + targets.Count + 1;
        faulty += _growth.Bursts ? 1 : 0;
        if (settings.Inputs >= LeastForGrowth)
        {
            checks++;
            faulty += _growth.Grows ? 1 : 0;
        }

        return (checks - faulty, faulty);
    }

    private async Task<int> ReplayAsync()
    {
        var passed = 0;
        for (var t = 0; t < targets.Count; t++)
        {
            foreach (var input in _corpora[t].Kept.Concat(targets[t].Seeds))
            {
                if (await RunAsync(0, t, input))
                    passed++;
            }
        }

        Console.WriteLine($"{passed} kept inputs answered as they must be.");
        return passed;
    }

    private async Task MutateAsync()
    {
        var workers = settings.Workers;
        var clock = Stopwatch.StartNew();
        for (var sample = 0; sample < Samples && _faults.Count < MostFaults; sample++)
        {
            var from = settings.Inputs * sample / Samples;
            var to = settings.Inputs * (sample + 1) / Samples;
            var next = from - 1;
            await Task.WhenAll(Enumerable.Range(0, workers).Select(slot => Task.Run(async () =>
            {
                while (Interlocked.Increment(ref next) is var i && i < to)
                    await RunOneAsync(slot, i);
            })));
            _growth.Sample();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{to,9} of {settings.Inputs} inputs, {to / clock.Elapsed.TotalSeconds,6:0}/s, {_corpora.Sum(c => c.Answers)} kinds of answers, {_faults.Count} faults, {Environment.WorkingSet / 1048576} MiB"));
        }
    }

    private async Task RunOneAsync(int slot, long number)
    {
        var random = new Random(HashCode.Combine(settings.Seed, number));
        var target = Choose(number);
        var input = targets[target].Mutate(random, _corpora[target].Pick(random), _corpora[target].Pick(random));
        if (input.Length > FuzzTarget.MaximumLength)
            input = input[..FuzzTarget.MaximumLength];
        Interlocked.Increment(ref _counts[target]);
        await RunAsync(slot, target, input);
    }

    /// <summary>Spreads the targets evenly: neighbours in number go to different ones.</summary>
    private int Choose(long number)
    {
        var at = number * 7919 % targets.Sum(t => t.Share);
        for (var t = 0; ; t++)
        {
            at -= targets[t].Share;
            if (at < 0)
                return t;
        }
    }

    private async Task<bool> RunAsync(int slot, int target, byte[] input)
    {
        recorder.Begin(slot, target, input);
        try
        {
            _corpora[target].Add(await targets[target].RunAsync(input), input);
            return true;
        }
#pragma warning disable CA1031 // Every exception is a finding.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var file = Corpus.Keep(targets[target].Name, "fault", input);
            _faults.Add($"{targets[target].Name}: {e.GetType().Name}: {e.Message} ({file})");
            Console.WriteLine($"FAULT {targets[target].Name}: {e.GetType().Name}: {e.Message}\n      {file}");
            return false;
        }
        finally
        {
            recorder.End(slot);
        }
    }

    private void Report()
    {
        Console.WriteLine();
        Console.WriteLine($"{"target",-12}{"inputs",10}{"kinds of answers",18}{"kept",6}");
        for (var t = 0; t < targets.Count; t++)
            Console.WriteLine($"{targets[t].Name,-12}{_counts[t],10}{_corpora[t].Answers,18}{_corpora[t].Kept.Count,6}");
    }
}
