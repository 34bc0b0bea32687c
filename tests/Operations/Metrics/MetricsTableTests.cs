using EmotionGrpc.Operations.Tests.Suite;

namespace EmotionGrpc.Operations.Tests.Metrics;

[Collection(ObservedCollection.Name)]
public sealed class MetricsTableTests(ObservedSuite suite)
{
    [Fact]
    public async Task Scrape_OfARunningSuite_HasTheNamesOfTheTableAndNoOthers()
    {
        var scrapes = await Task.WhenAll(suite.Services.Keys.Select(suite.ScrapeAsync));
        var names = scrapes.SelectMany(Scrape.Names).Append(await TlsService.ScrapeNameAsync()).Distinct().ToList();
        Assert.DoesNotContain(names, n => !MetricsTable.Names.Any(d => MetricsTable.Fits(n, d)));
        Assert.DoesNotContain(MetricsTable.AlwaysThere, d => !names.Any(n => MetricsTable.Fits(n, d)));
    }

    [Fact]
    public async Task Scrape_AfterACamera_CountsWhatItWasTold()
    {
        var text = await suite.ScrapeAsync("fusion");
        var camera = suite.Camera;
        Assert.Equal(camera.Results.Count, Scrape.Value(text, """emotion_frames_total{outcome="result"}"""));
        Assert.Equal(camera.Drops.Count, Scrape.Value(text, """emotion_frames_total{outcome="dropped"}"""));
        Assert.Equal(camera.Errors.Count, Scrape.Value(text, """emotion_frames_total{outcome="error"}"""));
        Assert.Equal(camera.Drops.Count, Scrape.Value(text, """emotion_frames_dropped_total{reason="superseded"}"""));
        Assert.Equal(1, Scrape.Value(text, """emotion_frames_errors_total{reason="sequence-not-increasing"}"""));
        Assert.Equal(camera.Results.Count, Scrape.Value(text, "emotion_result_age_seconds_count{}"));
        Assert.Equal(1, Scrape.Value(text, "emotion_sessions_opened_total{}"));
        Assert.Equal(0, Scrape.Value(text, "emotion_sessions{}"));
        Assert.Equal(0, Scrape.Value(text, "emotion_frames_in_hand{}"));
    }

    [Fact]
    public async Task Scrape_Labels_HoldNoNamesOfSessionsOrSources()
    {
        var scrapes = await Task.WhenAll(suite.Services.Keys.Select(suite.ScrapeAsync));
        var own = scrapes.SelectMany(s => s.Split('\n')).Where(l => l.StartsWith("emotion_", StringComparison.Ordinal));
        var labels = Scrape.Labels(string.Join('\n', own)).Distinct().ToLookup(l => l.Label, l => l.Value);
        Assert.Equal(
            ["dependency", "le", "model", "outcome", "precision", "provider", "reason", "service", "stage", "stream", "task", "version"],
            labels.Select(l => l.Key).Order());
        Assert.All(labels, l => Assert.InRange(l.Count(), 1, 24));
        Assert.DoesNotContain("lobby", string.Concat(scrapes));
    }
}
