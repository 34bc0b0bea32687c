using System.Diagnostics;
using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Load.Limit;
using EmotionGrpc.Load.Scale.Points;
using EmotionGrpc.Load.Suite;

namespace EmotionGrpc.Load.Scale.Measuring;

/// <summary>Measures points, with one start of the suite for all that can share it.</summary>
/// <param name="duration">Of each point, all its turns.</param>
/// <param name="tell">Told how far it is.</param>
internal sealed class ScaleRun(TimeSpan duration, Action<string> tell)
{
    /// <summary>Points of a start take turns, there and back again: what the compiler did not come to in the warm-up, and a machine that slows down, weigh on no point alone.</summary>
    private const int Turns = 2;

    /// <summary>Until queues and limits have found their size at a new point.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_bare = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(int Width, int Height, int People), CameraPictures> _pictures = [];

    public async Task<IReadOnlyList<ScaleMeasurement>> MeasureAsync(IReadOnlyList<ScalePoint> points)
    {
        var measured = new List<(ScaleMeasurement Measurement, double Speed)>();
        using var bare = new BareLimit(new Dictionary<string, double> { ["movenet-multipose"] = 1 }, Pictures(points[0]).Decoded());
        foreach (var start in points.GroupBy(p => (p.Processes, p.Processors)))
        {
            var (processes, processors) = start.Key;
            ScalePoint[] here = [.. start];
            tell(FormattableString.Invariant($"starting the suite {(processes ? "as one process a service" : "as one process")} on {processors} of {Environment.ProcessorCount} processors, {(SuiteWarmUp.Parts * SuiteWarmUp.Part).TotalSeconds:0} s of warm-up"));
            await using var suite = await SuiteUnderTest.StartAsync(processes, [], processors);
            for (var part = 0; part < SuiteWarmUp.Parts; part++)
                await PlayAsync(suite, here[part % here.Length], SuiteWarmUp.Part);
            var before = await bare.RunAsync(s_bare);
            for (var turn = 0; turn < Turns; turn++)
            {
                foreach (var point in turn % 2 == 0 ? here : here.Reverse())
                {
                    tell(FormattableString.Invariant($"{measured.Count + 1} of {points.Count * Turns}: {point.Name}"));
                    var measurement = await MeasureAsync(suite, point);
                    var after = await bare.RunAsync(s_bare);
                    measured.Add((measurement, (before + after) / 2));
                    before = after;
                }
            }
        }

        var median = measured.Select(m => m.Speed).Order().ElementAt(measured.Count / 2);
        var even = measured.Select(m => m.Measurement.At(median / m.Speed)).ToLookup(m => m.Point);
        return [.. points.Select(p => ScaleMeasurement.Mean([.. even[p]]))];
    }

    private async Task<ScaleMeasurement> MeasureAsync(SuiteUnderTest suite, ScalePoint point)
    {
        await PlayAsync(suite, point, s_settle);
        using var own = Process.GetCurrentProcess();
        var ownStart = own.TotalProcessorTime;
        var start = await suite.ReadAsync();
        var report = await PlayAsync(suite, point, duration / Turns);
        var end = await suite.ReadAsync();
        own.Refresh();
        if (report.Results == 0 || report.Unanswered > 0 || report.Errors > 0)
            throw new InvalidOperationException($"{point.Name}: {report.Results} results, {report.Errors} errors, {report.Unanswered} frames without an answer.");
        var usage = SuiteUsage.Between(start, end);
        return new ScaleMeasurement(
            point,
            report.ResultsPerSecond,
            usage.ProcessorSeconds * 1000 / usage.Frames,
            report.AgeP95,
            Speed: 1,
            (own.TotalProcessorTime - ownStart).TotalSeconds / report.Seconds,
            Pictures(point).MeanBytes,
            usage.Items.ToDictionary(i => i.Key, i => i.Value / usage.Frames),
            end.Services.Zip(start.Services).ToDictionary(s => s.First.Name, s => (s.First.ProcessorSeconds - s.Second.ProcessorSeconds) * 1000 / usage.Frames));
    }

    private Task<FleetReport> PlayAsync(SuiteUnderTest suite, ScalePoint point, TimeSpan time) =>
        Fleet.RunAsync(suite.Address, Pictures(point), point.Cameras, null, time, (uint)point.Cadence);

    private CameraPictures Pictures(ScalePoint point)
    {
        var key = (point.Width, point.Height, point.People);
        if (!_pictures.TryGetValue(key, out var pictures))
            _pictures[key] = pictures = new CameraPictures(point.Width, point.Height, point.People);
        return pictures;
    }
}
