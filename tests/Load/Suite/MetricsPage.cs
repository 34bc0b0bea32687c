using System.Globalization;
using System.Text.RegularExpressions;

namespace EmotionGrpc.Load.Suite;

/// <summary>What a process tells at <c>/metrics</c>.</summary>
internal sealed partial class MetricsPage
{
    private readonly List<(string Name, string Labels, double Value)> _series = [];

    private MetricsPage(string text)
    {
        foreach (var match in Series().Matches(text).Cast<Match>())
            _series.Add((match.Groups[1].Value, match.Groups[2].Value, double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)));
    }

    public static async Task<MetricsPage> ReadAsync(string address)
    {
        using var http = new HttpClient();
        return new MetricsPage(await http.GetStringAsync($"{address}/metrics"));
    }

    /// <summary>Sum over all labels of a series.</summary>
    public double Sum(string name) => _series.Where(s => s.Name == name).Sum(s => s.Value);

    /// <summary>Sum over the lines of a series that bear a label, <c>name="value"</c>.</summary>
    public double Sum(string name, string label) => _series.Where(s => s.Name == name && s.Labels.Split(',').Contains(label)).Sum(s => s.Value);

    /// <summary>A series by its label <c>model</c>.</summary>
    public Dictionary<string, double> ByModel(string name) => _series.Where(s => s.Name == name)
        .GroupBy(s => Model().Match(s.Labels).Groups[1].Value)
        .ToDictionary(g => g.Key, g => g.Sum(s => s.Value));

    [GeneratedRegex(@"^([a-z_]+)\{(.*)\} ([0-9.eE+-]+)(?: \d+)?$", RegexOptions.Multiline)]
    private static partial Regex Series();

    [GeneratedRegex("model=\"([^\"]*)\"")]
    private static partial Regex Model();
}
