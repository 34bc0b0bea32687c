using System.Globalization;
using EmotionGrpc.Client;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Live;

/// <summary>The words that people read, the same in the terminal, the video and the report.</summary>
internal static class Wording
{
    public static string Of(FrameDropReason reason) => reason switch
    {
        FrameDropReason.Superseded => "superseded",
        FrameDropReason.Expired => "expired",
        FrameDropReason.SessionEnded => "session ended",
        FrameDropReason.ConnectionLost => "connection lost",
        FrameDropReason.LinkBusy => "overtaken before sending",
        _ => "reason not said",
    };

    /// <summary>"quality 90, 25/s".</summary>
    public static string Of(EncodingAdvice encoding) =>
        string.Create(CultureInfo.InvariantCulture, $"quality {encoding.Quality}, {encoding.FramesPerSecond:0.#}/s");

    public static string Of(AbsenceReason reason) => reason switch
    {
        AbsenceReason.NotFound => "not found",
        AbsenceReason.WarmingUp => "warming up",
        AbsenceReason.Unavailable => "unavailable",
        AbsenceReason.TimedOut => "timed out",
        AbsenceReason.TaxonomyMismatch => "other labels",
        AbsenceReason.InvalidSample => "sample refused",
        AbsenceReason.NotConfigured => "not configured",
        _ => "absent",
    };

    public static string Of(StreamKind stream) => stream switch
    {
        StreamKind.Face => "face",
        StreamKind.Body => "body",
        _ => "stream",
    };

    public static string Of(Face? face) => face switch
    {
        null => "no face",
        { Mask: null } => "mask not examined",
        { Mask: { State: MaskState.With, Probability: var p } } => $"mask {Percent(p)}",
        { Mask: { State: MaskState.Without, Probability: var p } } => $"no mask {Percent(1 - p)}",
        { Mask.State: MaskState.Unknown } => "mask unsure",
        _ => "mask not examined",
    };

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0}%");

    /// <summary>Minutes, seconds and tenths: 0:04.2.</summary>
    public static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}.{time.Milliseconds / 100}");

    public static string Milliseconds(TimeSpan? time) => time is { } t ? string.Create(CultureInfo.InvariantCulture, $"{t.TotalMilliseconds:0} ms") : "-";

    /// <summary>"3 superseded, 1 expired"; "none" for none.</summary>
    public static string Drops(IReadOnlyDictionary<FrameDropReason, long> dropped) =>
        dropped.Count == 0 ? "none" : string.Join(", ", dropped.Select(d => $"{d.Value} {Of(d.Key)}"));
}
