using EmotionGrpc.Hosting;

namespace EmotionGrpc.Detection;

/// <summary>Settings of the detection service. Configuration section <c>Detection</c>.</summary>
public sealed class DetectionOptions : ServiceOptions
{
}
