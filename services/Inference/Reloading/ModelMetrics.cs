using System.Diagnostics.Metrics;

namespace EmotionGrpc.Inference.Reloading;

/// <summary>Metrics about models in service.</summary>
internal static class ModelMetrics
{
    private static readonly Meter s_meter = new("EmotionGrpc.Inference");

    private static readonly Counter<long> s_reloads = s_meter.CreateCounter<long>(
        "emotion.model.reloads", description: "New versions of a model that were put into service (outcome loaded) or refused (outcome refused).");

    private static readonly UpDownCounter<int> s_loaded = s_meter.CreateUpDownCounter<int>(
        "emotion.model.networks", description: "Networks in memory: one a model, two while a new version takes over.");

    public static void Reloaded(string model, bool inService) =>
        s_reloads.Add(1, new("model", model), new("outcome", inService ? "loaded" : "refused"));

    public static void Loaded(string model) => s_loaded.Add(1, new KeyValuePair<string, object?>("model", model));

    public static void Unloaded(string model) => s_loaded.Add(-1, new KeyValuePair<string, object?>("model", model));
}
