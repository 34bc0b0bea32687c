using EmotionGrpc.Detection.Models;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>What goes with a frame through all its stages.</summary>
/// <param name="Models">What it is examined by.</param>
/// <param name="Session">Whose frame it is; sessions take turns at the models.</param>
/// <param name="Clock">Measures its stages.</param>
/// <param name="CancellationToken">Gives the frame up.</param>
internal sealed record FrameWork(FrameModels Models, string Session, StageClock Clock, CancellationToken CancellationToken);
