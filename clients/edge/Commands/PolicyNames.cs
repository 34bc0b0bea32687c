using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Commands;

/// <summary>The fusion policies by the names that people type.</summary>
internal static class PolicyNames
{
    public const string Allowed = "average, maximum, occlusion-aware";

    public static FusionPolicy? Parse(string name) => name switch
    {
        "average" => FusionPolicy.Average,
        "maximum" => FusionPolicy.Maximum,
        "occlusion-aware" => FusionPolicy.OcclusionAware,
        _ => null,
    };

    public static string Name(FusionPolicy policy) => policy switch
    {
        FusionPolicy.Average => "average",
        FusionPolicy.Maximum => "maximum",
        FusionPolicy.OcclusionAware => "occlusion-aware",
        _ => "the server's default",
    };
}
