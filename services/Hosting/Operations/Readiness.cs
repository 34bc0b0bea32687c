using System.Collections.Concurrent;
using EmotionGrpc.Hosting.Telemetry;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>What a service needs in order to serve, and whether it is there. Ready when nothing is missing, until it is told to stop.</summary>
public sealed class Readiness(TimeProvider time, ServiceIdentity service, ILogger<Readiness> logger)
{
    private const string NotYet = "It was not looked for yet.";
    private const string Drains = "It was told to stop: it finishes what is in hand and takes in nothing new.";

    // Services of a suite start side by side: for a while it is no news that one is not there yet.
    private static readonly TimeSpan s_starting = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Dependency> _parts = new();
    private readonly ConcurrentDictionary<string, string> _told = new();
    private readonly long _start = time.GetTimestamp();
    private volatile bool _drains;

    /// <summary>Says that a part is there.</summary>
    public void Present(string part)
    {
        Set(part, null);
        if (_told.TryRemove(part, out _))
            HostingLog.PartPresent(logger, part);
    }

    /// <summary>Says that a part is missing.</summary>
    /// <param name="part">For instance "model movenet-multipose" or "upstream Detection".</param>
    /// <param name="why">One sentence.</param>
    public void Missing(string part, string why)
    {
        var wasThere = Set(part, why) is { Present: true };
        if (!wasThere && time.GetElapsedTime(_start) < s_starting)
            return;
        if (_told.TryAdd(part, why))
            HostingLog.PartMissing(logger, part, why);
    }

    /// <summary>Says that a part was not looked for yet.</summary>
    public void Pending(string part) => Set(part, NotYet);

    /// <summary>Says that the service stops: whoever looks shall send calls elsewhere, while those in hand are finished.</summary>
    public void Drain() => _drains = true;

    /// <summary>The missing parts with the reason.</summary>
    public IReadOnlyDictionary<string, string> WhatIsMissing =>
        _parts.Values.Where(p => !p.Present).ToDictionary(p => p.Name, p => p.Why!);

    /// <summary>All parts, the missing ones first.</summary>
    internal ReadinessReport Report()
    {
        Dependency[] parts = [.. _parts.Values.OrderBy(p => p.Present).ThenBy(p => p.Name, StringComparer.Ordinal)];
        var drains = _drains;
        return new ReadinessReport(!drains && parts.All(p => p.Present), drains ? Drains : null, parts);
    }

    /// <returns>What was known before; null: nothing.</returns>
    private Dependency? Set(string part, string? why)
    {
        _parts.TryGetValue(part, out var before);
        var present = why is null;
        var since = before?.Present == present ? before.Since : time.GetUtcNow();
        _parts[part] = new Dependency(part, present, since, why);
        HostingMeter.Dependency(service, part, present);
        return before;
    }
}
