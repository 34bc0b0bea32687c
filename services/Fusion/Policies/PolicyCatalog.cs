using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>The policies that are there.</summary>
internal sealed class PolicyCatalog
{
    public const string Allowed = "allowed are FUSION_POLICY_AVERAGE, FUSION_POLICY_MAXIMUM, FUSION_POLICY_OCCLUSION_AWARE, and FUSION_POLICY_UNSPECIFIED for the server's default";

    private readonly IFusionPolicy[] _policies;
    private readonly IFusionPolicy _default;

    public PolicyCatalog(IOptions<FusionServiceOptions> options, OcclusionAwareWeights weights, ILogger<PolicyCatalog> logger)
    {
        FusionLog.Weights(logger, weights.Source);
        _policies = [new AveragePolicy(), new MaximumPolicy(), new OcclusionAwarePolicy(weights)];
        _default = _policies.Single(p => p.Name == options.Value.Policy);
    }

    /// <summary>The policy of that kind; null when it is not known.</summary>
    public IFusionPolicy? Find(FusionPolicy kind) =>
        kind == FusionPolicy.Unspecified ? _default : _policies.FirstOrDefault(p => p.Kind == kind);
}
