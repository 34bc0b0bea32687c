using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.BodyStream.Tests;

/// <summary>One running body stream for a class of tests.</summary>
public sealed class BodyService() : ServiceFixture<BodyStreamService.BodyStreamServiceClient>("BodyStream", BodyStreamHost.Build, c => new(c));
