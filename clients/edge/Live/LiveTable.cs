using System.Globalization;
using EmotionGrpc.Client;
using EmotionGrpc.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EmotionGrpc.Edge.Live;

/// <summary>A table in the terminal that keeps itself up to date.</summary>
internal sealed class LiveTable(IAnsiConsole console, string title, long? length, RunStatistics statistics, Func<long> skipped, Func<EncodingAdvice?> encoding) : IRunView
{
    private const int BarWidth = 14;
    private const int TopLabels = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public Task ShowAsync(Task run) => console.Live(Draw()).AutoClear(true).StartAsync(async context =>
    {
        using var timer = new PeriodicTimer(Interval);
        while (await Task.WhenAny(run, timer.WaitForNextTickAsync().AsTask()) != run)
            context.UpdateTarget(Draw());
        await run;
    });

    internal IRenderable Draw()
    {
        var s = statistics.Read();
        return new Rows(Head(s), Persons(s));
    }

    private Panel Head(RunSnapshot s)
    {
        var grid = new Grid().AddColumns(7);
        grid.AddRow("[grey]sent[/]", "[grey]answered[/]", "[grey]dropped[/]", "[grey]errors[/]", "[grey]results/s[/]", "[grey]age p50 / p95[/]", "[grey]encoding[/]");
        grid.AddRow(
            $"{s.Sent}{(length is { } l ? $" / {l}" : "")}{(skipped() is > 0 and var n ? $" [grey](+{n} skipped)[/]" : "")}",
            $"[green]{s.Results}[/]",
            s.DroppedCount == 0 ? "0" : $"[yellow]{s.DroppedCount}[/] [grey]({Markup.Escape(Wording.Drops(s.Dropped))})[/]",
            s.Errors == 0 ? "0" : $"[red]{s.Errors}[/]",
            string.Create(CultureInfo.InvariantCulture, $"{s.RecentRate:0.0}"),
            $"{Wording.Milliseconds(s.AgeMedian)} / {Wording.Milliseconds(s.AgePercentile95)}",
            encoding() is { } e ? Markup.Escape(Wording.Of(e)) : "as given");
        return new Panel(grid).Header($" {Markup.Escape(title)}  {Wording.Clock(s.Position)} ").RoundedBorder().BorderColor(Color.Grey);
    }

    private static Table Persons(RunSnapshot s)
    {
        var table = new Table().RoundedBorder().BorderColor(Color.Grey).AddColumns("person", "emotions", "mask", "streams");
        if (s.Persons.Count == 0)
            table.AddRow("[grey]nobody in sight[/]", "", "", "");
        foreach (var person in s.Persons)
            table.AddRow($"[bold]#{person.TrackId}[/]", Emotions(person.Emotion), Markup.Escape(Wording.Of(person.Face)), Streams(person.Emotion));
        return table;
    }

    private static string Emotions(Emotion? emotion) => emotion is { Scores.Count: > 0 }
        ? string.Join('\n', emotion.Scores.OrderByDescending(x => x.Probability).Take(TopLabels).Select(x =>
            $"[{LabelColors.Of(x.Label).Hex}]{Bar(x.Probability)}[/] {Wording.Percent(x.Probability),4} {Markup.Escape(x.Label)}"))
        : "[grey]none yet[/]";

    private static string Streams(Emotion? emotion) => emotion == null ? "" : string.Join('\n', emotion.Streams.Select(x =>
        x.Absence != null
            ? $"{Wording.Of(x.Stream)} [yellow]{Wording.Of(x.Absence.Reason)}[/]"
            : $"{Wording.Of(x.Stream)} {Wording.Percent(x.Influence)}"));

    private static string Bar(float share)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        return new string('█', full) + new string('░', BarWidth - full);
    }
}
