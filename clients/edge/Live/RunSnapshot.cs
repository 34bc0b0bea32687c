using EmotionGrpc.Client;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Live;

/// <summary>A run's statistics at one moment.</summary>
internal sealed record RunSnapshot
{
    public required long Sent { get; init; }

    public required long Results { get; init; }

    public required IReadOnlyDictionary<FrameDropReason, long> Dropped { get; init; }

    public required long Errors { get; init; }

    public required string? FirstError { get; init; }

    /// <summary>Newest time of the source's clock that was answered.</summary>
    public required TimeSpan Position { get; init; }

    /// <summary>From the first frame until the last answer.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Results per second over the last three seconds.</summary>
    public required double RecentRate { get; init; }

    /// <summary>Results per second over the whole run.</summary>
    public required double MeanRate { get; init; }

    /// <summary>Median age of the last 512 results.</summary>
    public required TimeSpan? AgeMedian { get; init; }

    /// <summary>Age that 95 % of the last 512 results do not pass.</summary>
    public required TimeSpan? AgePercentile95 { get; init; }

    /// <summary>Persons seen within the last two seconds of the source.</summary>
    public required IReadOnlyList<PersonResult> Persons { get; init; }

    public long DroppedCount => Dropped.Values.Sum();

    public long Answered => Results + Errors + DroppedCount;
}
