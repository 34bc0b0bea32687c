using System.Diagnostics;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>Measures the stages of one frame. Stages follow each other; models within a stage may run at once.</summary>
internal sealed class StageClock
{
    // As many as a frame of a session has at most.
    private readonly List<StageTime> _times = new(6);
    private readonly Activity? _frame = Activity.Current is { Recorded: true } span ? span : null;
    private long _started = Stopwatch.GetTimestamp();
    private double _modelMilliseconds;

    public IReadOnlyList<StageTime> Times => _times;

    /// <summary>Begins a stage; what passed since the last one ended is nobody's.</summary>
    public void Start()
    {
        _started = Stopwatch.GetTimestamp();
        _modelMilliseconds = 0;
    }

    public void AddModelTime(double milliseconds)
    {
        // Models of one stage run at once; the list, which nobody else sees meanwhile, spares each frame a lock of its own.
        lock (_times)
            _modelMilliseconds += milliseconds;
    }

    /// <summary>Ends the stage and begins the next.</summary>
    public void Finish(string stage)
    {
        var milliseconds = Stopwatch.GetElapsedTime(_started).TotalMilliseconds;
        _times.Add(new StageTime { Stage = stage, Milliseconds = (float)milliseconds, ModelMilliseconds = (float)_modelMilliseconds });
        StageMetrics.Record("detection", stage, milliseconds, _modelMilliseconds);
        // The span of a stage that is over: it ends now and began that long ago.
        _frame?.Source.StartActivity(stage, ActivityKind.Internal, _frame.Context, startTime: DateTimeOffset.UtcNow.AddMilliseconds(-milliseconds))?.Dispose();
        Start();
    }
}
