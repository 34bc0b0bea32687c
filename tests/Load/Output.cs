using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Load.Commands;
using EmotionGrpc.Load.Scale.Model;
using EmotionGrpc.Load.Scale.Nodes;
using EmotionGrpc.Load.Scale.Points;
using EmotionGrpc.Load.Scale.Simulation;
using EmotionGrpc.Load.Tuning.Choice;

namespace EmotionGrpc.Load;

/// <summary>Writes for people, or one line of JSON for programs.</summary>
internal sealed class Output(bool json)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly bool _rewrites = !json && !Console.IsOutputRedirected;

    public void Say(string line)
    {
        if (!json)
            Console.WriteLine(line);
    }

    /// <summary>A line that the next one replaces; on a terminal only.</summary>
    public void Progress(string line)
    {
        if (_rewrites)
            Console.Write($"\r{line}   ");
    }

    public void Table(string title, IReadOnlyList<(string Name, int Width)> columns, IReadOnlyList<(string Name, double[] Values)> rows)
    {
        Say($"{title,-28}{string.Concat(columns.Select(c => c.Name.PadLeft(c.Width)))}");
        foreach (var (name, values) in rows)
            Say($"{name,-28}{string.Concat(values.Select((v, i) => v.ToString("0.00", CultureInfo.InvariantCulture).PadLeft(columns[i].Width)))}");
    }

    public void Fleet(string name, FleetReport report)
    {
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-12}{report.Sent} sent, {report.Results} results ({report.ResultsPerSecond:0.0}/s), {report.Dropped.Values.Sum()} dropped{Reasons(report.Dropped)}, {report.Errors} errors, {report.Unanswered} unanswered, {report.Reconnects} reconnects"));
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{"",-12}age p50 {report.AgeP50:0} ms, p95 {report.AgeP95:0} ms, p99 {report.AgeP99:0} ms; results of a camera {report.LeastResults} to {report.MostResults}"));
    }

    public void Bench(BenchReport report)
    {
        Fleet("frames", report.Fleet);
        Line("age less models, p50", $"{report.Fleet.OverheadP50:0.0} ms");
        Line("processor time a frame", $"{report.ProcessorMilliseconds:0.0} ms");
        Line("managed memory a frame", $"{report.AllocatedKibibytes:0.0} KiB, {report.CollectorPauseShare:0.0%} of the time collecting");
        Line("runs of models a frame", $"{string.Join(", ", report.ItemsPerFrame.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => FormattableString.Invariant($"{i.Key} {i.Value:0.00}")))}");
        Line("resident memory", $"{string.Join(", ", report.Mebibytes.Select(m => FormattableString.Invariant($"{m.Key} {m.Value:0} MiB")))}");
        Line("while all sessions are open", $"{report.SteadyPerSecond:0.0} frames/s");
        Line("bare ONNX Runtime", $"{report.LimitPerSecond:0.0} frames/s");
        var error = report.RatioError is { } e ? FormattableString.Invariant($" +- {e:0.000}") : "";
        Line("suite / bare ONNX Runtime", $"{report.Ratio:0.000}{error}");
    }

    /// <summary>A table, or a line of JSON for each row.</summary>
    public void Peers(IReadOnlyList<PeersReport> reports)
    {
        Say($"{"",-18}{"frames/s",9}{"CPU ms/frame",14}{"age p50 / p95 ms",18}{"by plain Node",15}{"by human",10}{"whole",8}{"face alike",12}{"fused alike",13}");
        foreach (var r in reports)
        {
            var ages = string.Create(CultureInfo.InvariantCulture, $"{r.AgeP50:0} / {r.AgeP95:0}");
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{r.Name,-18}{r.FramesPerSecond,9:0.0}{r.ProcessorMilliseconds,14:0.0}{ages,18}{r.ByPlain,15:0.00}{r.ByHuman,10:0.00}{r.Likeness.Whole,8:0%}{r.Likeness.Face,12:0%}{r.Likeness.Fused,13:0%}"));
            Json(r);
        }
    }

    /// <summary>The points with what the model says of them, and the model; or a line of JSON for each.</summary>
    public void Scale(ScaleRecord record, CapacityModel model, IReadOnlyList<Prediction> predictions)
    {
        Say($"{"cameras",7}{"split",7}{"proc.",7}{"people",8}{"size",10}{"cadence",9}{"frames/s",10}{"CPU ms",8}{"busy",6}{"age p95",9}{"speed",7}{"cameras' CPU",14}{"faces",7}{"model: frames/s",17}{"CPU ms",8}{"error",8}");
        foreach (var p in predictions)
        {
            var (at, m) = (p.Measured.Point, p.Measured);
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{at.Cameras,7}{(at.Processes ? "yes" : "no"),7}{at.Processors,7}{at.People,8}{$"{at.Width}x{at.Height}",10}{at.Cadence,9}{m.FramesPerSecond,10:0.0}{m.ProcessorMilliseconds,8:0.0}{m.Busy,6:0.00}{m.AgeP95,9:0}{m.Speed,7:0.00}{m.CameraProcessors,14:0.00}{m.Faces,7:0.0}{p.FramesPerSecond,17:0.0}{p.ProcessorMilliseconds,8:0.0}{Math.Round(p.Error, 2),8:+0%;-0%;0%}{(at.HeldOut ? "  held out" : "")}"));
            Json(new { point = m, predicted = new { p.FramesPerSecond, p.ProcessorMilliseconds, p.Error } });
        }

        var (fitted, heldOut) = (ErrorSummary.Of(predictions.Where(p => !p.Measured.Point.HeldOut)), ErrorSummary.Of(predictions.Where(p => p.Measured.Point.HeldOut)));
        Say("");
        for (var i = 0; i < FrameWork.Terms.Count; i++)
            Say(string.Create(CultureInfo.InvariantCulture, $"{FrameWork.Terms[i],-30}{model.Milliseconds[i],8:0.00} ms"));
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"processors kept busy          {model.Efficiency,8:0.00} of each; {model.FewEfficiency:0.00} where the suite has fewer than all {record.Processors}, and a frame takes {model.FewFactor:0.00} of the time there"));
        Summary("error at points fitted", fitted);
        Summary("error at points held out", heldOut);
        var worse = predictions.Where(p => Math.Abs(p.Error) > Prediction.Tolerance).Select(p => p.Measured.Point.Name).ToArray();
        Say(worse.Length == 0 ? $"No point misses {Prediction.Tolerance:0%}." : $"More than {Prediction.Tolerance:0%} off: {string.Join("; ", worse)}.");
        Json(new { model, terms = FrameWork.Terms, fitted, heldOut, worse });

        void Summary(string name, ErrorSummary errors) => Say(string.Create(
            CultureInfo.InvariantCulture, $"{name,-30}{errors.Mean,8:0%} mean, {errors.Largest:0%} largest, of {errors.Points} points"));
    }

    public void Simulated(Scenario scenario, Outcome outcome)
    {
        Line("simulated", $"{scenario.Cameras} cameras at {scenario.FramesPerSecond} frames/s, {scenario.People} people, {scenario.Nodes} x {scenario.Processors} processors, {scenario.Seconds} s, seed {scenario.Seed}");
        Line("frames", $"{outcome.Sent} sent, {outcome.Answered} answered ({outcome.FramesPerSecond:0.0}/s), {outcome.Dropped.Values.Sum()} dropped{Reasons(outcome.Dropped)}, {outcome.InFlight} on their way");
        Line("age of results", $"p50 {outcome.AgeP50:0} ms, p95 {outcome.AgeP95:0} ms, p99 {outcome.AgeP99:0} ms");
        Line("busy", $"{string.Join(", ", outcome.Utilisation.Select(u => FormattableString.Invariant($"{u.Key} {u.Value:0.00}")))}");
        Line("bottleneck", $"{outcome.Bottleneck}");
        Json(new { scenario, outcome });
    }

    public void Nodes(NodeDemand demand, NodePlan plan)
    {
        Line("by the model, not measured", $"{demand.Cameras} cameras at {demand.FramesPerSecond} frames/s, {demand.People} people, {demand.Megapixels:0.00} megapixels, cadence {demand.Cadence}");
        Line("frames", $"{plan.FramesPerSecond:0} a second, {plan.Milliseconds:0.0} ms of a processor each, {plan.BytesPerSecond / 1e6:0.0} MB/s of pictures");
        Line("nodes", $"{plan.Nodes} of {demand.NodeProcessors} processors: {plan.ProcessorsNeeded:0.0} processors with {demand.HeadRoom:0%} head room");
        Line("price an hour", $"{plan.PricePerHour:0.00} at {demand.PricePerProcessorHour} a processor and hour (an assumption), {plan.PricePerHour / demand.Cameras:0.0000} a camera");
        Line("pods", $"gateway {plan.Gateways}, Fusion {plan.Fusions}, Detection {plan.Detections}, face stream {plan.FaceStreams}");
        foreach (var bound in plan.Bounds)
            Line("bounds", $"{bound}");
        Json(new { demand, plan });
    }

    /// <summary>A bar and what is being done; on a terminal only.</summary>
    public void Share(double share, string what)
    {
        const int Length = 30;
        var filled = (int)(Length * share);
        Progress(FormattableString.Invariant($"[{new string('#', filled)}{new string('.', Length - filled)}] {share,4:0%} {what,-110}"));
    }

    /// <summary>A table of what was tried and the settings that were chosen; or a line of JSON for each.</summary>
    public void Tuned(IReadOnlyList<(string Stage, TuneResult Result)> tried, TunedSettings settings, string file)
    {
        Progress(new string(' ', 150));
        Say("");
        Say($"{"",-16}{"precision",-11}{"threads",8}{"runs",6}{"batch",7}{"cadence",9}{"frames/s",10}{"p50 ms",9}{"p95 ms",9}");
        foreach (var (stage, result) in tried)
        {
            var t = result.Trial;
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{stage,-16}{t.Precision,-11}{t.Threads,8}{t.Workers,6}{t.Batch,7}{t.Cadence,9}{result.FramesPerSecond,10:0.0}{result.P50,9:0.0}{result.P95,9:0.0}"));
            Json(new { stage, t.Precision, t.Threads, t.Workers, t.Batch, t.Cadence, result.FramesPerSecond, result.P50, result.P95 });
        }

        Say("");
        Line("chosen", $"{settings.Precision}, {settings.Threads} threads within a run, {settings.Workers} runs, batch {settings.Batch}, wait {settings.WaitMilliseconds} ms, {(settings.Cadence > 1 ? $"cadence {settings.Cadence}" : "every frame searched (a cadence gives speed for quality: --cadence-from N)")}");
        Say($"Use it: ./emotion up --settings {file}");
        Json(new { settings, file });
    }

    public void Json(object value)
    {
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(value, s_json));
    }

    private void Line(string name, FormattableString value) => Say($"{name,-28}{value.ToString(CultureInfo.InvariantCulture)}");

    private static string Reasons<T>(IReadOnlyDictionary<T, long> dropped) =>
        dropped.Count == 0 ? "" : $" ({string.Join(", ", dropped.Select(d => $"{d.Key} {d.Value}"))})";
}
