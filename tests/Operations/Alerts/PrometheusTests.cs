using System.Text.Json;
using EmotionGrpc.Operations.Tests.Suite;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Operations.Tests.Alerts;

[Collection(ObservedCollection.Name)]
public sealed class PrometheusTests(ObservedSuite suite)
{
    [Fact]
    public async Task Prometheus_ScrapingTheSuite_AnswersQueriesRulesAndTheDashboard()
    {
        await using var prometheus = await PrometheusServer.StartAsync(suite.Services.Values.Select(s => $"127.0.0.1:{s.Port}"), suite.Key.Text);
        await prometheus.UntilAsync(async p => (await p.TargetsAsync()).Count(t => t.Health == "up") == suite.Services.Count);
        Assert.All(await prometheus.TargetsAsync(), t => Assert.Equal("", t.Error));

        var results = Assert.Single(await prometheus.QueryAsync("sum(emotion_frames_total{outcome=\"result\"})"));
        Assert.Equal(suite.Camera.Results.Count, results.Value);
        var models = await prometheus.QueryAsync("emotion_model_networks");
        Assert.Equal(["blazeface", "body-motion", "face-tsn", "mask-state", "movenet-multipose"], models.Select(m => m.Labels["model"]).Order());
        Assert.All(models, m => Assert.Equal(("cpu", 1.0), (m.Labels["provider"], m.Value)));
        Assert.All(await prometheus.QueryAsync("emotion_dependency_up"), d => Assert.Equal(1, d.Value));
        Assert.Equal(suite.Services.Count, (await prometheus.QueryAsync("dotnet_process_memory_working_set_bytes > 1e7")).Count);

        // Every expression is one that Prometheus understands, and those of the dashboard name what is there.
        foreach (var expression in Dashboard.Expressions())
        {
            await prometheus.QueryAsync(expression);
            Assert.All(MetricNames.In(expression), n => Assert.True(MetricNames.IsDocumented(n), $"The dashboard asks for {n}, which is not in docs/metrics.md."));
        }

        Assert.DoesNotContain(await prometheus.QueryAsync("ALERTS"), a => a.Labels["alertname"] == "EmotionServiceDown");
    }

    [Fact]
    public void Dashboard_Panels_HaveATitleADescriptionAndTheChosenDataSource()
    {
        var panels = Dashboard.Panels().ToList();
        Assert.NotEmpty(panels);
        Assert.All(panels, p =>
        {
            Assert.NotEqual("", p.GetProperty("title").GetString());
            Assert.EndsWith(".", p.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.Equal("${datasource}", p.GetProperty("datasource").GetProperty("uid").GetString());
        });
        Assert.Equal(panels.Count, panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
    }

    private static class Dashboard
    {
        private static readonly JsonElement s_root =
            JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "grafana", "dashboard.json"))).RootElement;

        public static IEnumerable<JsonElement> Panels() => s_root.GetProperty("panels").EnumerateArray().Where(p => p.GetProperty("type").GetString() != "row");

        /// <summary>Grafana's variables replaced as Grafana does it.</summary>
        public static IEnumerable<string> Expressions() =>
            Panels().SelectMany(p => p.GetProperty("targets").EnumerateArray()).Concat(s_root.GetProperty("annotations").GetProperty("list").EnumerateArray())
                .Select(t => t.GetProperty("expr").GetString()!
                    .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
                    .Replace("$instance", ".*", StringComparison.Ordinal));
    }
}
