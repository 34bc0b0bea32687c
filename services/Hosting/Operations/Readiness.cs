using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>What a service needs in order to serve, and whether it is there. Ready when nothing is missing.</summary>
public sealed class Readiness(ILogger<Readiness> logger)
{
    private const string NotYet = "It was not looked for yet.";

    private readonly ConcurrentDictionary<string, string?> _parts = new();

    /// <summary>Says that a part is there.</summary>
    public void Present(string part)
    {
        if (Set(part, null))
            HostingLog.PartPresent(logger, part);
    }

    /// <summary>Says that a part is missing.</summary>
    /// <param name="part">For instance "model movenet-multipose" or "upstream Detection".</param>
    /// <param name="why">One sentence.</param>
    public void Missing(string part, string why)
    {
        if (Set(part, why))
            HostingLog.PartMissing(logger, part, why);
    }

    /// <summary>Says that a part was not looked for yet; nobody need worry.</summary>
    public void Pending(string part) => _parts[part] = NotYet;

    /// <summary>The missing parts with the reason.</summary>
    public IReadOnlyDictionary<string, string> WhatIsMissing =>
        _parts.Where(p => p.Value != null).ToDictionary(p => p.Key, p => p.Value!);

    /// <summary>Whether that is news: a part that is lost or comes back, or is not there at the first look.</summary>
    private bool Set(string part, string? why)
    {
        var before = _parts.GetValueOrDefault(part);
        _parts[part] = why;
        return before != why && !(before == NotYet && why is null);
    }
}
