namespace EmotionGrpc.Fusion.Policies;

/// <summary>Names of the policies in configuration.</summary>
internal static class PolicyNames
{
    public const string Average = "average";
    public const string Maximum = "maximum";
    public const string OcclusionAware = "occlusion-aware";
}
