using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>What a service needs in order to serve, and whether it is there. Ready when nothing is missing.</summary>
public sealed class Readiness(TimeProvider time, ILogger<Readiness> logger)
{
    private const string NotYet = "It was not looked for yet.";

    // Services of a suite start side by side: for a while it is no news that one is not there yet.
    private static readonly TimeSpan s_starting = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, string?> _parts = new();
    private readonly ConcurrentDictionary<string, string> _told = new();
    private readonly long _start = time.GetTimestamp();

    /// <summary>Says that a part is there.</summary>
    public void Present(string part)
    {
        _parts[part] = null;
        if (_told.TryRemove(part, out _))
            HostingLog.PartPresent(logger, part);
    }

    /// <summary>Says that a part is missing.</summary>
    /// <param name="part">For instance "model movenet-multipose" or "upstream Detection".</param>
    /// <param name="why">One sentence.</param>
    public void Missing(string part, string why)
    {
        var wasThere = _parts.TryGetValue(part, out var before) && before is null;
        _parts[part] = why;
        if (!wasThere && time.GetElapsedTime(_start) < s_starting)
            return;
        if (_told.TryAdd(part, why))
            HostingLog.PartMissing(logger, part, why);
    }

    /// <summary>Says that a part was not looked for yet.</summary>
    public void Pending(string part) => _parts[part] = NotYet;

    /// <summary>The missing parts with the reason.</summary>
    public IReadOnlyDictionary<string, string> WhatIsMissing =>
        _parts.Where(p => p.Value != null).ToDictionary(p => p.Key, p => p.Value!);
}
