using System.Xml.Linq;
using EmotionGrpc.Client;
using EmotionGrpc.Client.Internal;
using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Live;
using EmotionGrpc.Edge.Report;
using EmotionGrpc.Edge.Streaming;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Tests.Report;

public sealed class HtmlReportTests
{
    [Fact]
    public void Render_OnePerson_SaysAllThatWasFound()
    {
        var html = HtmlReport.Render(Data("clip <1>.mp4"));

        Assert.Contains("Emotions in clip &lt;1&gt;.mp4", html, StringComparison.Ordinal);
        Assert.Contains("What the scores do not mean.", html, StringComparison.Ordinal);
        Assert.Contains("They do not say what a person feels", html, StringComparison.Ordinal);
        Assert.Contains("Person 1", html, StringComparison.Ordinal);
        Assert.Contains("1 superseded", html, StringComparison.Ordinal);
        Assert.Contains("First error: The picture is truncated.", html, StringComparison.Ordinal);
        Assert.Contains("<td>pose</td><td>98</td><td>12.00</td><td>12.00</td><td>10.00</td>", html, StringComparison.Ordinal);
        Assert.Contains("a frame in the server, 12.0 ms of it in the models", html, StringComparison.Ordinal);
        Assert.Contains("face-model 1.2.3", html, StringComparison.Ordinal);
        Assert.Contains("warming up", html, StringComparison.Ordinal);
        Assert.Contains("occlusion-aware", html, StringComparison.Ordinal);
        Assert.Contains("no mask 100%", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OnePerson_AsksNothingOfTheNetwork()
    {
        var html = HtmlReport.Render(Data("clip.mp4")).Replace("http://server:8080", "", StringComparison.Ordinal);

        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        Assert.Contains("@media print", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Emotions_StackedAreas_SumToTheWholeHeight()
    {
        var data = Data("clip.mp4");

        var svg = XElement.Parse(PersonCharts.Emotions(data.Persons[0], data, data.Run.Position));

        var areas = svg.Elements("polygon").ToArray();
        Assert.Equal(ScriptedResults.Labels, areas.Select(a => a.Element("title")!.Value));
        Assert.Equal(7, areas.Select(a => a.Attribute("fill")!.Value).Distinct().Count());
        Assert.Equal(8, Ys(areas[^1]).Min(), 1);
        Assert.Equal(208, Ys(areas[0]).Max(), 1);
        Assert.Contains(svg.Elements("text"), t => t.Value == "2.0s");
    }

    [Fact]
    public void Emotions_LabelsThatDoNotExclude_AreLines()
    {
        var data = Data("clip.mp4");
        data = data with { Session = new SessionOpened(data.Session) { LabelType = LabelType.Multi } };

        var svg = XElement.Parse(PersonCharts.Emotions(data.Persons[0], data, data.Run.Position));

        Assert.Empty(svg.Elements("polygon"));
        Assert.Equal(7, svg.Elements("polyline").Count());
    }

    [Fact]
    public void Render_Nobody_SaysSo()
    {
        var html = HtmlReport.Render(Data("empty.mp4") with { Persons = [], Stages = [] });

        Assert.Contains("Nobody was found.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void SummaryText_OnePerson_TellsFramesPersonsAndStages()
    {
        var text = SummaryText.Render(Data("clip.mp4"));

        Assert.Contains("100 sent, 98 answered by a result (98.0%), 1 dropped (1 superseded), 1 errors", text, StringComparison.Ordinal);
        Assert.Contains("on top: ", text, StringComparison.Ordinal);
        Assert.Contains("over time: 0:00", text, StringComparison.Ordinal);
        Assert.Contains("the models' own times sum to 12.0 ms", text, StringComparison.Ordinal);
    }

    [Fact]
    public void SummaryText_BreaksAndAdaptedEncoding_TellsBoth()
    {
        var link = new EmotionSessionCounters
        {
            Sent = 100,
            Results = 98,
            Dropped = new Dictionary<FrameDropReason, long>(),
            Errors = 2,
            Resent = 4,
            Replayed = 7,
            Reconnects = 3,
            Resumed = 2,
            MedianAge = null,
            Percentile95Age = null,
            Encoding = new EncodingAdvice(62, 1, 12.5),
        };

        var text = SummaryText.Render(Data("clip.mp4") with { Link = link });

        Assert.Contains("3, 2 of them without loss of context; 4 unanswered frames sent again, 7 answered ones for the context", text, StringComparison.Ordinal);
        Assert.Contains("at the end: quality 62, 12.5/s", text, StringComparison.Ordinal);
    }

    internal static ReportData Data(string name)
    {
        var statistics = new RunStatistics(TimeProvider.System);
        var collector = new ReportCollector();
        for (ulong sequence = 1; sequence <= 100; sequence++)
        {
            FrameAnswer answer = sequence switch
            {
                50 => new DroppedAnswer(sequence, FrameDropReason.Superseded, TimeSpan.Zero),
                51 => new ErrorAnswer(ScriptedResults.Error(sequence).Error, TimeSpan.Zero),
                _ => new ResultAnswer(ScriptedResults.FrameResult(sequence, 400, 300), "s", TimeSpan.FromMilliseconds(sequence)),
            };
            var outcome = new FrameOutcome(answer, TimeSpan.FromMilliseconds(40 * sequence), answer.Age);
            statistics.CountSent();
            statistics.OnAnswer(outcome);
            collector.OnAnswer(outcome);
        }

        var session = new SessionOpened
        {
            LabelType = LabelType.Single,
            Options = new SessionOptions { Fusion = new FusionOptions { Policy = FusionPolicy.OcclusionAware, Segments = 5 } },
        };
        return new ReportData
        {
            SourceName = name,
            Made = DateTimeOffset.UnixEpoch,
            Link = new SessionAccount().Read(new FrameLedger(new ReconnectOptions(), TimeProvider.System), null),
            Settings = new RunSettings { Source = name, Server = "http://server:8080" },
            Session = session,
            Run = statistics.Read(),
            Labels = collector.Labels,
            Persons = collector.Persons(),
            Stages = collector.Stages(),
            Models = collector.Models(session),
        };
    }

    private static IEnumerable<double> Ys(XElement polygon) =>
        polygon.Attribute("points")!.Value.Split(' ').Select(p => double.Parse(p.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture));
}
