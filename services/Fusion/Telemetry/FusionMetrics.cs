using System.Diagnostics.Metrics;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Telemetry;

/// <summary>What becomes of frames and sessions.</summary>
internal static class FusionMetrics
{
    /// <summary>Outcome of a frame that got a result.</summary>
    public const string Result = "result";

    /// <summary>Outcome of a frame that was dropped.</summary>
    public const string Dropped = "dropped";

    /// <summary>Outcome of a frame that was answered by an error.</summary>
    public const string Error = "error";

    private static readonly Meter s_meter = new("EmotionGrpc.Fusion");

    private static readonly Counter<long> s_frames = s_meter.CreateCounter<long>(
        "emotion.frames", "{frame}", "Frames that were answered, by outcome.");

    private static readonly Counter<long> s_dropped = s_meter.CreateCounter<long>(
        "emotion.frames.dropped", "{frame}", "Frames that were dropped, by reason.");

    private static readonly Counter<long> s_errors = s_meter.CreateCounter<long>(
        "emotion.frames.errors", "{frame}", "Frames that were answered by an error, by reason.");

    private static readonly UpDownCounter<long> s_inHand = s_meter.CreateUpDownCounter<long>(
        "emotion.frames.in_hand", "{frame}", "Frames of sessions that were received and are not answered yet.");

    private static readonly Histogram<double> s_age = s_meter.CreateHistogram(
        "emotion.result.age", "s", "Age of a result: from the arrival of its frame until it is handed to the connection.", advice: Buckets.Seconds);

    private static readonly UpDownCounter<int> s_sessions = s_meter.CreateUpDownCounter<int>(
        "emotion.sessions", "{session}", "Recognition sessions that are open.");

    private static readonly Counter<long> s_opened = s_meter.CreateCounter<long>(
        "emotion.sessions.opened", "{session}", "Recognition sessions that were opened.");

    private static readonly Counter<long> s_resumed = s_meter.CreateCounter<long>(
        "emotion.sessions.resumed", "{session}", "Recognition sessions among the opened ones that went on from a resume token.");

    private static readonly UpDownCounter<int> s_limit = s_meter.CreateUpDownCounter<int>(
        "emotion.detection.limit", "{frame}", "Frames that are let through to detection at a time, as learnt from how long they take.");

    private static readonly Counter<long> s_absences = s_meter.CreateCounter<long>(
        "emotion.stream.absences", "{person}", "Persons of frames for whom a stream had no scores, by reason.");

    /// <summary>Frames came into a session's hands (above 0) or left them (below).</summary>
    public static void InHand(long frames) => s_inHand.Add(frames);

    public static void FrameResult(TimeSpan age)
    {
        Answered(Result);
        s_age.Record(age.TotalSeconds);
    }

    public static void FrameDropped(DropReason reason)
    {
        Answered(Dropped);
        s_dropped.Add(1, new KeyValuePair<string, object?>("reason", Word(reason)));
    }

    public static void FrameError(FrameErrorReason reason)
    {
        Answered(Error);
        s_errors.Add(1, new KeyValuePair<string, object?>("reason", Word(reason)));
    }

    public static void SessionOpened(bool resumed)
    {
        s_opened.Add(1);
        s_sessions.Add(1);
        if (resumed)
            s_resumed.Add(1);
    }

    /// <summary>The number of frames that are let through to detection at a time went up or down.</summary>
    public static void DetectionLimit(int change) => s_limit.Add(change);

    public static void SessionEnded() => s_sessions.Add(-1);

    public static void StreamAbsent(StreamKind stream, AbsenceReason reason) =>
        s_absences.Add(1, new KeyValuePair<string, object?>("stream", Word(stream)), new KeyValuePair<string, object?>("reason", Word(reason)));

    /// <summary>Zeros for what alerts look at: a series that begins with its first event shows no increase.</summary>
    public static void Prepare()
    {
        foreach (var outcome in (string[])[Result, Dropped, Error])
            s_frames.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
        s_inHand.Add(0);
        s_sessions.Add(0);
        s_opened.Add(0);
        s_resumed.Add(0);
    }

    private static void Answered(string outcome) => s_frames.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>An enum's value as label: SessionEnded becomes session-ended.</summary>
    private static string Word<T>(T value)
        where T : struct, Enum => Words<T>.Of.TryGetValue(value, out var word) ? word : "unknown";

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of = Enum.GetValues<T>().Distinct().ToDictionary(v => v, v => LabelText.Of(v.ToString()));
    }
}
