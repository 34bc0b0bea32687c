using System.Diagnostics.Metrics;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>Listens to the metrics of one model by its name.</summary>
internal sealed class ModelMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _networks;
    private int _loaded;
    private int _refused;
    private int _mostNetworks;

    public ModelMeter(string model)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "EmotionGrpc.Inference", Name: "emotion.model.networks" or "emotion.model.reloads" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, _) =>
        {
            if (Tag(tags, "model") != model)
                return;
            var now = Interlocked.Add(ref _networks, value);
            _mostNetworks = Math.Max(_mostNetworks, now);
        });
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (Tag(tags, "model") == model)
                Interlocked.Add(ref Tag(tags, "outcome") == "loaded" ? ref _loaded : ref _refused, (int)value);
        });
        _listener.Start();
    }

    /// <summary>ONNX Runtime sessions in memory.</summary>
    public int Networks => Volatile.Read(ref _networks);

    /// <summary>Most of them at a time.</summary>
    public int MostNetworks => Volatile.Read(ref _mostNetworks);

    /// <summary>Versions that were put into service while it ran.</summary>
    public int Loaded => Volatile.Read(ref _loaded);

    /// <summary>Versions that were refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public void Dispose() => _listener.Dispose();

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
        {
            if (key == name)
                return value as string;
        }

        return null;
    }
}
