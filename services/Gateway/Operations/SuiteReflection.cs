using Grpc.Health.V1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace EmotionGrpc.Gateway.Operations;

/// <summary>The services that callers find behind the gateway.</summary>
internal static class SuiteReflection
{
    public static IReadOnlyList<ServiceDescriptor> Services { get; } =
    [
        V1.DetectionService.Descriptor,
        V1.FaceStreamService.Descriptor,
        V1.BodyStreamService.Descriptor,
        V1.FusionService.Descriptor,
        V1.RecognitionService.Descriptor,
        Health.Descriptor,
    ];
}
