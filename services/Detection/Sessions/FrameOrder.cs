using EmotionGrpc.Detection.Saved;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Detection.Sessions;

/// <summary>Keeps a session's frames in order and its clock: capture times where they are given, times of arrival where not.</summary>
internal sealed class FrameOrder(TimeProvider clock)
{
    // A frame without a time, right after another: the filter still needs a step.
    private const double LeastStep = 0.001;

    private ulong _lastSequence;
    private double? _lastCapture;
    private long _lastArrival;
    private bool _any;

    /// <summary>Seconds since the session's first frame.</summary>
    public double Time { get; private set; }

    /// <summary>Takes a frame in.</summary>
    /// <returns>What is wrong with its place, or null. A frame at a wrong place changes nothing.</returns>
    public FrameFault? Accept(Frame frame)
    {
        if (frame.Sequence <= _lastSequence)
        {
            return new FrameFault(
                FrameErrorReason.SequenceNotIncreasing,
                $"The frame's sequence is {frame.Sequence}; it must be above the session's last one, {_lastSequence}.");
        }

        double? capture = frame.CaptureTime is { } time ? Seconds(time) : null;
        if (capture < _lastCapture)
        {
            return new FrameFault(
                FrameErrorReason.TimeGoesBack,
                $"The frame's capture_time lies {_lastCapture - capture:0.###} s before the session's last one; it must not go back.");
        }

        var arrival = clock.GetTimestamp();
        if (_any)
        {
            var step = capture is { } now && _lastCapture is { } before ? now - before : clock.GetElapsedTime(_lastArrival, arrival).TotalSeconds;
            Time += Math.Max(step, LeastStep);
        }

        (_any, _lastSequence, _lastArrival) = (true, frame.Sequence, arrival);
        _lastCapture = capture ?? _lastCapture;
        return null;
    }

    public void Save(SavedSession saved)
    {
        saved.Sequence = _lastSequence;
        saved.Time = Time;
        if (_lastCapture is { } capture)
            saved.CaptureTime = capture;
    }

    public void Load(SavedSession saved)
    {
        (_any, _lastSequence, _lastArrival) = (saved.Sequence > 0, saved.Sequence, clock.GetTimestamp());
        _lastCapture = saved.HasCaptureTime ? saved.CaptureTime : null;
        Time = saved.Time;
    }

    private static double Seconds(Timestamp time) => time.Seconds + (time.Nanos * 1e-9);
}
