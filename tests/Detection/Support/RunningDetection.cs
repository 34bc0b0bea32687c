using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Tests.Support;

/// <summary>The running detection service, with the real models, for a class of tests.</summary>
public sealed class RunningDetection() : ServiceFixture<DetectionService.DetectionServiceClient>("Detection", DetectionHost.Build, c => new(c));
