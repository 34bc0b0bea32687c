using System.Collections.Concurrent;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>What a service needs in order to serve, and whether it is there. Ready when nothing is missing.</summary>
public sealed class Readiness
{
    private readonly ConcurrentDictionary<string, string?> _parts = new();

    /// <summary>Says that a part is there.</summary>
    public void Present(string part) => _parts[part] = null;

    /// <summary>Says that a part is missing.</summary>
    /// <param name="part">For instance "model movenet-multipose" or "upstream Detection".</param>
    /// <param name="why">One sentence.</param>
    public void Missing(string part, string why) => _parts[part] = why;

    /// <summary>The missing parts with the reason.</summary>
    public IReadOnlyDictionary<string, string> WhatIsMissing =>
        _parts.Where(p => p.Value != null).ToDictionary(p => p.Key, p => p.Value!);
}
