using System.Text.RegularExpressions;
using EmotionGrpc.Operations.Tests.Metrics;
using EmotionGrpc.Operations.Tests.Support;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Operations.Tests.Alerts;

public sealed partial class RulesTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "deploy", "prometheus");

    [Theory]
    [InlineData("check", "config", "prometheus.yaml")]
    [InlineData("check", "rules", "rules.yaml")]
    [InlineData("test", "rules", "rules_test.yaml")]
    public async Task Promtool_OnTheFilesThatShip_FindsNoFault(string verb, string what, string file)
    {
        var (exit, output) = await Tool.PromtoolAsync(verb, what, Path.Combine(s_folder, file));
        Assert.True(exit == 0, output);
    }

    [Fact]
    public async Task Rules_EveryAlert_HasATestInWhichItFires()
    {
        var alerts = Alert().Matches(await File.ReadAllTextAsync(Path.Combine(s_folder, "rules.yaml"))).Select(m => m.Groups[1].Value).ToList();
        var fires = Fires().Matches(await File.ReadAllTextAsync(Path.Combine(s_folder, "rules_test.yaml"))).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.NotEmpty(alerts);
        Assert.DoesNotContain(alerts, a => !fires.Contains(a));
    }

    [Fact]
    public async Task Rules_Expressions_NameDocumentedMetrics()
    {
        var names = MetricNames.In(await File.ReadAllTextAsync(Path.Combine(s_folder, "rules.yaml")));
        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, n => !MetricNames.IsDocumented(n));
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"alertname: (\w+)\s+exp_alerts:")]
    private static partial Regex Fires();
}
