using System.Diagnostics;
using System.Globalization;
using System.Text;
using EmotionGrpc.Client;
using EmotionGrpc.Reliability.Cameras;
using EmotionGrpc.Reliability.Faults;

namespace EmotionGrpc.Reliability.Report;

/// <summary>The account of a run.</summary>
internal sealed record ChaosSummary
{
    public required double Seconds { get; init; }

    public required int Cameras { get; init; }

    public required long Sent { get; init; }

    public required long Answered { get; init; }

    public required long AnsweredTwice { get; init; }

    public required long Lost { get; init; }

    public required long Results { get; init; }

    public required IReadOnlyDictionary<string, long> Dropped { get; init; }

    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    public required IReadOnlyList<string> ClientExits { get; init; }

    public required long Reconnects { get; init; }

    public required long Resumed { get; init; }

    public required long Replayed { get; init; }

    public required IReadOnlyList<RecoveryRow> Recovery { get; init; }

    /// <summary>Whether nothing was broken and so every frame must have a result.</summary>
    public required bool Rolling { get; init; }

    /// <summary>Whether every frame was answered once and no client gave up.</summary>
    public bool Holds => (Rolling ? Results == Sent : Results > 0) && Lost == 0 && AnsweredTwice == 0 && ClientExits.Count == 0;

    public static ChaosSummary Of(ChaosPlan plan, TimeSpan duration, IReadOnlyList<Camera> cameras, IReadOnlyList<Fault> faults)
    {
        var answers = cameras.SelectMany(c => c.Answers.Select(a => (Camera: c.Name, a.Answer))).ToList();
        var distinct = answers.Select(a => (a.Camera, a.Answer.Sequence)).Distinct().Count();
        var sent = cameras.Sum(c => c.Sent);
        var rows = faults.GroupBy(f => f.Kind).OrderBy(g => g.Key).Select(g => Row(g.Key.ToString().ToLowerInvariant(), [.. g], faults, cameras));
        return new ChaosSummary
        {
            Seconds = Math.Round(duration.TotalSeconds, 1),
            Cameras = plan.Cameras,
            Rolling = plan.Rolling,
            Sent = sent,
            Answered = distinct,
            AnsweredTwice = answers.Count - distinct,
            Lost = sent - distinct,
            Results = answers.Count(a => a.Answer is ResultAnswer),
            Dropped = Count(answers.Select(a => a.Answer).OfType<DroppedAnswer>(), d => $"{d.Reason.Side()}: {d.Reason}"),
            Errors = Count(answers.Select(a => a.Answer).OfType<ErrorAnswer>(), e => e.Error.Reason.ToString()),
            ClientExits = [.. cameras.Where(c => c.Exit != null).Select(c => $"{c.Name}: {c.Exit}")],
            Reconnects = cameras.Sum(c => c.Counters?.Reconnects ?? 0),
            Resumed = cameras.Sum(c => c.Counters?.Resumed ?? 0),
            Replayed = cameras.Sum(c => c.Counters?.Replayed ?? 0),
            Recovery = [.. rows, Row("all", faults, faults, cameras)],
        };
    }

    /// <summary>For people.</summary>
    public string ToTable()
    {
        var text = new StringBuilder();
        Line("seconds", $"{Seconds}");
        Line("cameras", $"{Cameras}");
        Line("sent", $"{Sent}");
        Line("answered", $"{Answered} ({Results} results, {Words(Dropped)} dropped, {Words(Errors)} errors)");
        Line("answered twice", $"{AnsweredTwice}");
        Line("lost", $"{Lost}");
        Line("client exits", $"{ClientExits.Count}{string.Concat(ClientExits.Select(e => "; " + e))}");
        Line("reconnects", $"{Reconnects}, {Resumed} with their context, {Replayed} answered frames sent again for it");
        text.AppendLine();
        text.AppendLine($"{"fault",-10}{"count",7}{"felt",7}{"p50 s",9}{"p95 s",9}{"max s",9}");
        foreach (var row in Recovery)
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{row.Fault,-10}{row.Count,7}{row.Felt,7}{row.Median,9:0.00}{row.Percentile95,9:0.00}{row.Longest,9:0.00}"));
        text.Append(Holds ? "Every frame was answered once, and no client gave up." : "NOT every frame was answered once, or a client gave up.");
        return text.ToString();

        void Line(string name, FormattableString value) => text.AppendLine($"{name,-16}{value.ToString(CultureInfo.InvariantCulture)}");
    }

    private static RecoveryRow Row(string name, IReadOnlyList<Fault> rows, IReadOnlyList<Fault> all, IReadOnlyList<Camera> cameras)
    {
        var felt = rows.SelectMany(fault =>
        {
            var next = all.Where(f => f.At > fault.At).Select(f => f.At).DefaultIfEmpty(long.MaxValue).Min();
            return cameras.Select(c => SecondsToRecover(c, fault.At, next));
        }).OfType<double>().Order().ToArray();
        return new RecoveryRow(name, rows.Count, felt.Length, Percentile(felt, 0.5), Percentile(felt, 0.95), Percentile(felt, 1));
    }

    // Null: the camera felt nothing of it.
    private static double? SecondsToRecover(Camera camera, long fault, long next)
    {
        var broken = camera.Breaks.Where(b => b >= fault && b < next);
        var bad = camera.Answers.Where(a => a.SentAt >= fault && a.SentAt < next && IsFailure(a.Answer)).Select(a => a.AnsweredAt);
        var first = broken.Concat(bad).DefaultIfEmpty(-1).Min();
        if (first < 0)
            return null;
        var good = camera.Answers.Where(a => a.SentAt >= fault && a.AnsweredAt > first && a.Answer is ResultAnswer).Select(a => a.AnsweredAt).DefaultIfEmpty(-1).Min();
        return good < 0 ? null : Math.Round(Stopwatch.GetElapsedTime(fault, good).TotalSeconds, 3);
    }

    // A frame that had to make room for a newer one tells of the machine's speed.
    private static bool IsFailure(FrameAnswer answer) =>
        answer is ErrorAnswer or DroppedAnswer { Reason: FrameDropReason.ConnectionLost or FrameDropReason.SessionEnded or FrameDropReason.Expired };

    private static double? Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];

    private static Dictionary<string, long> Count<T>(IEnumerable<T> answers, Func<T, string> by) =>
        answers.GroupBy(by).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.LongCount());

    private static string Words(IReadOnlyDictionary<string, long> counts) =>
        counts.Count == 0 ? "0" : $"{counts.Values.Sum()} ({string.Join(", ", counts.Select(c => $"{c.Value} {c.Key}"))})";
}
