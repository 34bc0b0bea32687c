using EmotionGrpc.Edge.Report;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>What came of a run.</summary>
/// <param name="Data">Everything that is known of it.</param>
/// <param name="Skipped">Frames that were not sent because a newer one came first.</param>
/// <param name="LeftOut">Frames that were not sent because the link or the server bears fewer.</param>
/// <param name="Stopped">Whether the user stopped it.</param>
internal sealed record RunResult(ReportData Data, long Skipped, long LeftOut, bool Stopped);
