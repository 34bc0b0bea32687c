using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Load.Commands;

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
            $"{name,-12}{report.Sent} sent, {report.Results} results ({report.ResultsPerSecond:0.0}/s), {report.Dropped.Values.Sum()} dropped{Reasons(report)}, {report.Errors} errors, {report.Unanswered} unanswered, {report.Reconnects} reconnects"));
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
        Line("bare ONNX Runtime", $"{report.LimitPerSecond:0.0} frames/s");
        Line("suite / bare ONNX Runtime", $"{report.Ratio:0.000}");

        void Line(string name, FormattableString value) => Say($"{name,-28}{value.ToString(CultureInfo.InvariantCulture)}");
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

    public void Json(object value)
    {
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(value, s_json));
    }

    private static string Reasons(FleetReport report) =>
        report.Dropped.Count == 0 ? "" : $" ({string.Join(", ", report.Dropped.Select(d => $"{d.Key} {d.Value}"))})";
}
