using Microsoft.Extensions.Options;

namespace EmotionGrpc.Gateway.Limits;

/// <summary>What callers may use.</summary>
public sealed class LimitOptions
{
    /// <summary>What each caller may use, unless its key says otherwise.</summary>
    [ValidateObjectMembers]
    public CallerLimitOptions PerCaller { get; set; } = new();

    /// <summary>What all callers together may use.</summary>
    [ValidateObjectMembers]
    public TotalLimitOptions Total { get; set; } = new();
}
