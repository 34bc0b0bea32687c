using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>One running face stream for a class of tests.</summary>
public sealed class FaceService() : ServiceFixture<FaceStreamService.FaceStreamServiceClient>("FaceStream", FaceStreamHost.Build, c => new(c));
