using System.Text.RegularExpressions;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Operations.Tests.Metrics;

/// <summary>The names in docs/metrics.md.</summary>
internal static partial class MetricsTable
{
    /// <summary>Whole names, and beginnings that end with an asterisk.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "metrics.md")).Select(l => Row().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value)];

    /// <summary>Those that are always there.</summary>
    public static IEnumerable<string> AlwaysThere => Names.Where(n => !n.StartsWith("emotion_canary_", StringComparison.Ordinal) && !n.StartsWith("emotion_shadow_", StringComparison.Ordinal));

    /// <summary>Whether a name fits one of the table's.</summary>
    public static bool Fits(string name, string documented) =>
        documented.EndsWith('*') ? name.StartsWith(documented[..^1], StringComparison.Ordinal) : name == documented;

    [GeneratedRegex(@"^\| `([a-z_]+\*?)` \|")]
    private static partial Regex Row();
}
