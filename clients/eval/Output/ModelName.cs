using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Output;

/// <summary>Which model was measured.</summary>
internal sealed record ModelName(string Name, string Version, string Task)
{
    public static ModelName From(ModelVersion? version) => new(version?.Name ?? "", version?.Version ?? "", version?.Task ?? "");

    public override string ToString() => $"{Name} {Version}";
}
