using System.Text.Json.Nodes;

namespace EmotionGrpc.Load.Tuning.Choice;

/// <summary>What was chosen, as settings of the suite.</summary>
/// <param name="Provider">Execution provider that it was measured on.</param>
/// <param name="Precision">float32, float16 or int8.</param>
/// <param name="Threads">Threads within a run.</param>
/// <param name="Workers">Concurrent runs.</param>
/// <param name="Batch">Most items of one run.</param>
/// <param name="WaitMilliseconds">How long a run waits for more.</param>
/// <param name="Cadence">Frames from one search for persons to the next; 1: every frame is searched.</param>
internal sealed record TunedSettings(string Provider, string Precision, int Threads, int Workers, int Batch, int WaitMilliseconds, int Cadence)
{
    /// <summary>In the form of appsettings.json. A cadence of 1 is left out: it is a choice of quality, and nobody asked for it.</summary>
    public string Json()
    {
        var settings = new JsonObject
        {
            ["Models"] = new JsonObject { [nameof(Provider)] = Provider, [nameof(Precision)] = Precision, ["IntraOpThreads"] = Threads, [nameof(Workers)] = Workers },
            ["Batching"] = new JsonObject { ["MaximumBatch"] = Batch, ["MaximumWaitMilliseconds"] = WaitMilliseconds },
        };
        if (Cadence > 1)
            settings["Fusion"] = new JsonObject { [nameof(Cadence)] = Cadence };
        return settings.ToJsonString(new() { WriteIndented = true }) + "\n";
    }
}
