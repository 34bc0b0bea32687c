using System.Globalization;
using EmotionGrpc.Client;

namespace EmotionGrpc.Edge.Live;

/// <summary>Prints a line now and then, where there is no terminal to draw in.</summary>
internal sealed class ProgressLines(TextWriter output, long? length, RunStatistics statistics, Func<EncodingAdvice?> encoding, TimeProvider time) : IRunView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public async Task ShowAsync(Task run)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await Task.WhenAny(run, timer.WaitForNextTickAsync().AsTask()) != run)
            await output.WriteLineAsync(Line(statistics.Read(), length, encoding()));
        await run;
    }

    /// <summary>One line of progress.</summary>
    internal static string Line(RunSnapshot s, long? length, EncodingAdvice? encoding)
    {
        var of = length is { } l ? $" of {l}" : "";
        var persons = string.Join("; ", s.Persons.Select(p => $"#{p.TrackId} {Top(p)}, {Wording.Of(p.Face)}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Wording.Clock(s.Position)}  {s.Answered}{of} frames answered, {s.DroppedCount} dropped, {s.RecentRate:0.0}/s, age {Wording.Milliseconds(s.AgeMedian)}{(encoding == null ? "" : ", " + Wording.Of(encoding))}{(persons.Length > 0 ? "  " + persons : "")}");
    }

    private static string Top(V1.PersonResult person)
    {
        var top = person.Emotion?.Scores.MaxBy(x => x.Probability);
        return top == null ? "no emotion yet" : $"{top.Label} {Wording.Percent(top.Probability)}";
    }
}
