using System.Globalization;
using System.Net;
using System.Text;
using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Live;
using EmotionGrpc.Edge.Results;

namespace EmotionGrpc.Edge.Report;

/// <summary>Writes the report: one HTML file that asks nothing of the network.</summary>
internal static class HtmlReport
{
    private const string Meaning =
        """
        The scores say how a face and a body look to a model that was trained on labelled pictures and movements. They do not say what a person feels or intends.
        Models err, and they err differently for different people, cameras and light. Do not decide about people by these scores; at work and in education
        emotion recognition is restricted by law in many places (in the EU by the AI Act).
        """;

    private const string MeaningOfHeat =
        "Heat shows where in the picture a model found evidence for the label that the frame was given; it does not show why a person looks so, nor what the person feels.";

    public static async Task WriteAsync(string path, ReportData data)
    {
        await using var file = OutputFile.Create(path);
        await using var writer = new StreamWriter(file, new UTF8Encoding(false));
        await writer.WriteAsync(Render(data));
    }

    public static string Render(ReportData data)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append($"<title>Emotions in {Text(data.SourceName)}</title>\n<style>\n{Style()}</style>\n</head>\n<body>\n");
        html.Append($"<header><h1>Emotions in {Text(data.SourceName)}</h1><p class=\"faint\">{data.Made.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC</p></header>\n");
        Tiles(html, data);
        html.Append($"<p class=\"note\"><strong>What the scores do not mean.</strong> {Meaning}</p>\n");
        if (data.Settings.Explain)
            html.Append($"<p class=\"note\"><strong>What the heat in the video means.</strong> {MeaningOfHeat}</p>\n");
        if (data.Persons.Count == 0)
            html.Append("<section><h2>Persons</h2><p>Nobody was found.</p></section>\n");
        foreach (var person in data.Persons)
            PersonSection.Append(html, person, data);
        Frames(html, data);
        Stages(html, data);
        Settings(html, data);
        html.Append("</body>\n</html>\n");
        return html.ToString();
    }

    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    internal static string Number(double value, string format = "0.0") => value.ToString(format, CultureInfo.InvariantCulture);

    private static void Tiles(StringBuilder html, ReportData data)
    {
        var answered = data.Run.Sent == 0 ? 0 : (double)data.Run.Results / data.Run.Sent;
        html.Append("<div class=\"tiles\">");
        Tile(data.Persons.Count.ToString(CultureInfo.InvariantCulture), data.Persons.Count == 1 ? "person" : "persons");
        Tile($"{Number(answered * 100)}%", $"of {data.Run.Sent} frames answered by a result");
        Tile(Wording.Clock(data.Run.Position), "of video");
        Tile(Number(data.Run.MeanRate), "frames per second");
        if (data.Total is { } total)
            Tile($"{Number(total.Mean)} ms", $"a frame in the server, {Number(total.ModelMean)} ms of it in the models");
        html.Append("</div>\n");

        void Tile(string figure, string words) => html.Append($"<div><b>{Text(figure)}</b><span>{Text(words)}</span></div>");
    }

    private static void Frames(StringBuilder html, ReportData data)
    {
        html.Append("<section><h2>Frames</h2><table><tr><th>sent</th><th>results</th><th>dropped</th><th>why dropped</th><th>errors</th></tr>");
        html.Append($"<tr><td>{data.Run.Sent}</td><td>{data.Run.Results}</td><td>{data.Run.DroppedCount}</td><td>{Text(Wording.Drops(data.Run.Dropped))}</td><td>{data.Run.Errors}</td></tr></table>");
        if (data.Run.FirstError is { } error)
            html.Append($"<p>First error: {Text(error)}</p>");
        html.Append("</section>\n");
    }

    private static void Stages(StringBuilder html, ReportData data)
    {
        if (data.Stages.Count == 0)
            return;
        html.Append("<section><h2>Where the time goes</h2><p class=\"faint\">Milliseconds a frame, as the server tells them. Stages overlap between frames, and a stage may lie inside another, so that they do not sum to the total.</p>");
        html.Append("<table class=\"figures\"><tr><th>stage</th><th>frames</th><th>mean</th><th>95 %</th><th>model's own, mean</th><th>model's own, 95 %</th></tr>");
        foreach (var s in data.Stages)
        {
            var style = s.Stage == StageTable.Total ? " class=\"total\"" : "";
            html.Append($"<tr{style}><td>{Text(s.Stage)}</td><td>{s.Frames}</td><td>{Number(s.Mean, "0.00")}</td><td>{Number(s.Percentile95, "0.00")}</td><td>{Model(s.ModelMean)}</td><td>{Model(s.ModelPercentile95)}</td></tr>");
        }

        html.Append("</table>");
        if (data.Total is { } total)
            html.Append($"<p>A frame spends {Number(total.Mean)} ms in the server from arrival to answer, waiting included; the models' own times sum to {Number(total.ModelMean)} ms.</p>");
        html.Append("</section>\n");

        static string Model(double milliseconds) => milliseconds == 0 ? "–" : Number(milliseconds, "0.00");
    }

    private static void Settings(StringBuilder html, ReportData data)
    {
        var options = data.Session.Options;
        html.Append("<section><h2>Settings and models</h2><table>");
        Row("policy", PolicyNames.Name(options?.Fusion?.Policy ?? data.Settings.Policy));
        Row("segments", options?.Fusion is { Segments: > 0 } f ? f.Segments.ToString(CultureInfo.InvariantCulture) : "the server's default");
        Row("window", options?.Fusion?.Window is { } w ? $"{Number(w.ToTimeSpan().TotalSeconds)} s" : "the server's default");
        Row("cadence", options is { Cadence: > 0 } c ? $"a search for persons every {c.Cadence.ToString(CultureInfo.InvariantCulture)} frames at most" : "the server's default");
        Row("frames per second at most", data.Settings.FramesPerSecond is { } fps ? Number(fps) : "all of the source's");
        Row("width at most", data.Settings.MaximumWidth is { } width ? $"{width} pixels" : "the source's");
        Row("JPEG quality", data.Settings.Quality.ToString(CultureInfo.InvariantCulture));
        Row("server", data.Settings.Server);
        foreach (var model in data.Models)
            Row($"model for {model.Task}", $"{model.Name} {model.Version}");
        html.Append("</table></section>\n");

        void Row(string name, string value) => html.Append($"<tr><th>{Text(name)}</th><td>{Text(value)}</td></tr>");
    }

    private static string Style()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
