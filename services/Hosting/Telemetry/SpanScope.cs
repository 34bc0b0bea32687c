using System.Diagnostics;

namespace EmotionGrpc.Hosting.Telemetry;

/// <summary>Makes a span the current one until it is disposed; then the one before is current again.</summary>
public readonly record struct SpanScope : IDisposable
{
    private readonly Activity? _before = Activity.Current;

    internal SpanScope(Activity? current) => Activity.Current = current;

    /// <inheritdoc/>
    public void Dispose() => Activity.Current = _before;
}
