using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Sessions;

/// <summary>A frame between the reader and the writer of a session: either its analysis or its fault is there.</summary>
internal sealed record PendingFrame(ulong Sequence, double Time, IReadOnlyList<CropSpec> Crops, Task<FrameFindings>? Analysis, FrameFault? Fault, FrameSpan Span);
