using System.Text.RegularExpressions;
using EmotionGrpc.Operations.Tests.Metrics;

namespace EmotionGrpc.Operations.Tests.Alerts;

/// <summary>Names of metrics in expressions.</summary>
internal static partial class MetricNames
{
    public static IReadOnlyList<string> In(string text) => [.. Name().Matches(text).Select(m => m.Value).Distinct()];

    /// <summary>Whether docs/metrics.md has it, as it is or as one of the series of a histogram.</summary>
    public static bool IsDocumented(string name) => MetricsTable.Names.Any(d => MetricsTable.Fits(Part().Replace(name, ""), d) || MetricsTable.Fits(name, d));

    [GeneratedRegex(@"\b(emotion|dotnet|kestrel|http_server|aspnetcore)_[a-z_]+\b")]
    private static partial Regex Name();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Part();
}
