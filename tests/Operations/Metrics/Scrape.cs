using System.Text.RegularExpressions;

namespace EmotionGrpc.Operations.Tests.Metrics;

/// <summary>Reads the text format of Prometheus.</summary>
internal static partial class Scrape
{
    /// <summary>Names as the format declares them.</summary>
    public static IEnumerable<string> Names(string text) => Declaration().Matches(text).Select(m => m.Groups[1].Value).Distinct();

    /// <summary>Each series' labels, for instance <c>outcome="result"</c>.</summary>
    public static IEnumerable<(string Label, string Value)> Labels(string text) => Pair().Matches(text).Select(m => (m.Groups[1].Value, m.Groups[2].Value));

    /// <summary>The value of a series.</summary>
    /// <param name="text">The scrape.</param>
    /// <param name="series">Name and labels as they are written, for instance <c>emotion_sessions{}</c>.</param>
    public static double Value(string text, string series) =>
        double.Parse(text.Split('\n').Single(l => l.StartsWith(series + " ", StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^# TYPE (\S+) ", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("""[{,]([a-z_]+)="([^"]*)""")]
    private static partial Regex Pair();
}
