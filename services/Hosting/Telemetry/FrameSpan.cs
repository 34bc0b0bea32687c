using System.Diagnostics;

namespace EmotionGrpc.Hosting.Telemetry;

/// <summary>
/// A span of one frame. Frames wander from loop to loop, so the span's place is held here and not in <see cref="Activity.Current"/>, which belongs to
/// the flow of control. Spans carry numbers and names of things, never content.
/// </summary>
public sealed class FrameSpan : IDisposable
{
    // Most frames are not traced: they share one.
    private static readonly FrameSpan s_none = new(null, "");

    private readonly Activity? _activity;

    private FrameSpan(Activity? activity, string traceparent)
    {
        _activity = activity;
        TraceParent = activity?.Id ?? traceparent;
    }

    /// <summary>The span in W3C Trace Context, for a request that goes on to another service; empty when nothing is traced.</summary>
    public string TraceParent { get; }

    /// <summary>Begins a span below this one.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="kind">Whether it is done here or asked of another service.</param>
    public FrameSpan Child(string name, ActivityKind kind = ActivityKind.Internal) =>
        _activity is null ? this : new(_activity.Recorded ? Start(_activity.Source, name, kind, _activity.Context) : null, TraceParent);

    /// <summary>Says something about the frame.</summary>
    public void Set<T>(string key, T value) => _activity?.SetTag(key, value);

    /// <summary>Makes this the current span until the scope is disposed; what begins in between hangs below it.</summary>
    public SpanScope Enter() => new(_activity ?? Activity.Current);

    /// <summary>Ends the span.</summary>
    public void Dispose()
    {
        if (_activity is null)
            return;
        // Stopping sets the current span to the one that was current at the start, perhaps in another loop.
        using var here = new SpanScope(Activity.Current);
        _activity.Dispose();
    }

    internal static FrameSpan Begin(ActivitySource source, string name, string traceparent)
    {
        if (!source.HasListeners())
            return s_none;
        var known = ActivityContext.TryParse(traceparent, null, isRemote: true, out var parent);
        return Start(source, name, ActivityKind.Server, known ? parent : default) is { } activity ? new FrameSpan(activity, "") : s_none;
    }

    private static Activity? Start(ActivitySource source, string name, ActivityKind kind, ActivityContext parent)
    {
        // Without a parent of its own a span would hang below the call's, which is not sampled frame by frame and lasts as long as the session.
        using var nobody = new SpanScope(null);
        return source.StartActivity(name, kind, parent);
    }
}
