using System.Diagnostics.Metrics;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.Inference.Models;

namespace EmotionGrpc.Inference.Telemetry;

/// <summary>What one loaded model tells of itself and of the queue in front of it.</summary>
internal sealed class ModelMetrics
{
    private static readonly Meter s_meter = new("EmotionGrpc.Inference");

    private static readonly UpDownCounter<int> s_loaded = s_meter.CreateUpDownCounter<int>(
        "emotion.model.networks", null, "Networks in memory by version: one a model, two while a new version takes over.");

    private static readonly Counter<long> s_reloads = s_meter.CreateCounter<long>(
        "emotion.model.reloads", null, "New versions of a model that were put into service (outcome loaded) or refused (outcome refused).");

    private static readonly Histogram<double> s_run = s_meter.CreateHistogram(
        "emotion.model.run.duration", "s", "Time of one run of a model, which is one batch.", advice: Buckets.Seconds);

    private static readonly Histogram<double> s_wait = s_meter.CreateHistogram(
        "emotion.batch.wait", "s", "Time that an item waits for its run.", advice: Buckets.Seconds);

    private static readonly Histogram<int> s_size = s_meter.CreateHistogram(
        "emotion.batch.size", "{item}", "Items of one run.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });

    private static readonly UpDownCounter<int> s_queue = s_meter.CreateUpDownCounter<int>(
        "emotion.batch.queue", "{item}", "Items that wait for a model.");

    private static readonly UpDownCounter<int> s_limit = s_meter.CreateUpDownCounter<int>(
        "emotion.batch.queue.limit", "{item}", "Items that may wait for a model; more are refused.");

    private static readonly Counter<int> s_refused = s_meter.CreateCounter<int>(
        "emotion.batch.refused", "{item}", "Items that were refused because too many waited.");

    private readonly ModelManifest _manifest;
    private readonly KeyValuePair<string, object?> _model;
    private readonly KeyValuePair<string, object?>[] _version;

    /// <param name="manifest">The model.</param>
    /// <param name="provider">Its execution provider.</param>
    /// <param name="precision">What it computes in.</param>
    public ModelMetrics(ModelManifest manifest, string provider, string precision)
    {
        _manifest = manifest;
        _model = new("model", manifest.Name);
        _version = [_model, new("version", manifest.Version), new("task", manifest.Task), new("provider", provider), new("precision", precision)];
    }

    /// <summary>A new version was put into service, or refused.</summary>
    public static void Reloaded(string model, bool inService) => CountReloads(model, inService, 1);

    public void Loaded()
    {
        s_loaded.Add(1, _version);
        // Zeros, so that the series are there before the first event.
        CountReloads(_manifest.Name, inService: true, 0);
        CountReloads(_manifest.Name, inService: false, 0);
    }

    public void Unloaded() => s_loaded.Add(-1, _version);

    /// <summary>A queue of so many places was opened (above 0) or closed (below).</summary>
    public void Limit(int places)
    {
        s_limit.Add(places, _model);
        s_queue.Add(0, _model);
        s_refused.Add(0, _model);
    }

    private static void CountReloads(string model, bool inService, int count) =>
        s_reloads.Add(count, new("model", model), new("outcome", inService ? "loaded" : "refused"));

    public void Queued(int items) => s_queue.Add(items, _model);

    public void Refused() => s_refused.Add(1, _model);

    public void Waited(TimeSpan time) => s_wait.Record(time.TotalSeconds, _model);

    public void Ran(int items, double milliseconds)
    {
        s_size.Record(items, _model);
        s_run.Record(milliseconds / 1000, _model);
    }
}
