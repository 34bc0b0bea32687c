using System.Diagnostics.CodeAnalysis;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>Checks that frames come in order.</summary>
/// <param name="resumed">What the session goes on from; null: it is new.</param>
internal sealed class FrameOrder(SavedSession? resumed = null)
{
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    private ulong _lastSequence = resumed?.Sequence ?? 0;
    private DateTime _lastTime = new(resumed?.CaptureTime ?? 0, DateTimeKind.Utc);

    /// <summary>Checks a frame; one that is refused changes nothing.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="now">Stands in for a capture time that is not given.</param>
    /// <param name="captureTime">When it was taken.</param>
    /// <param name="error">What is wrong.</param>
    public bool Check(Frame frame, DateTime now, out DateTime captureTime, [NotNullWhen(false)] out FrameError? error)
    {
        captureTime = default;
        if (frame.Sequence <= _lastSequence)
        {
            error = Error(frame, FrameErrorReason.SequenceNotIncreasing, $"The sequence {frame.Sequence} is not above the last one, {_lastSequence}; it must increase from frame to frame, from 1.");
            return false;
        }

        if (!TryRead(frame.CaptureTime, now, out captureTime))
        {
            error = Error(frame, FrameErrorReason.TimeGoesBack, "The capture time is not a valid timestamp (years 1 to 9999, nanoseconds 0 to 999999999).");
            return false;
        }

        if (captureTime < _lastTime)
        {
            error = Error(frame, FrameErrorReason.TimeGoesBack, $"The capture time {captureTime:O} lies before the last one, {_lastTime:O}; it must not go back.");
            return false;
        }

        error = null;
        _lastSequence = frame.Sequence;
        _lastTime = captureTime;
        frame.CaptureTime ??= Timestamp.FromDateTime(captureTime);
        return true;
    }

    /// <summary>A frame's own time to live, brought into range.</summary>
    public static TimeSpan TimeToLive(Duration duration) =>
        TimeSpan.FromSeconds(Math.Clamp(duration.Seconds + (duration.Nanos / 1e9), s_least.TotalSeconds, s_longest.TotalSeconds));

    private static bool TryRead(Timestamp? timestamp, DateTime now, out DateTime time)
    {
        try
        {
            time = timestamp?.ToDateTime() ?? now;
            return true;
        }
        catch (InvalidOperationException)
        {
            time = default;
            return false;
        }
    }

    private static FrameError Error(Frame frame, FrameErrorReason reason, string message) =>
        new() { Sequence = frame.Sequence, Reason = reason, Message = message };
}
