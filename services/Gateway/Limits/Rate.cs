using System.Threading.RateLimiting;

namespace EmotionGrpc.Gateway.Limits;

/// <summary>So many of something a second, with a second's worth at once after a pause.</summary>
internal sealed class Rate : IDisposable
{
    private const int PeriodsPerSecond = 10;

    // Small rates are counted in tenths, so that a period brings a whole number of tokens.
    private const int Small = 1_000_000;

    private readonly int _scale;
    private readonly TokenBucketRateLimiter _bucket;

    public Rate(int perSecond)
    {
        PerSecond = perSecond;
        _scale = perSecond <= Small ? PeriodsPerSecond : 1;
        _bucket = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * _scale,
            TokensPerPeriod = perSecond * _scale / PeriodsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / PeriodsPerSecond,
            QueueLimit = int.MaxValue, // Those who wait are bounded by the limit of sessions.
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            AutoReplenishment = true,
        });
    }

    public int PerSecond { get; }

    /// <summary>Waits until so many are due.</summary>
    public async ValueTask WaitAsync(int count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            var some = Math.Min(count, PerSecond);
            using var lease = await _bucket.AcquireAsync(some * _scale, cancellationToken);
            count -= some;
        }
    }

    /// <summary>Takes so many, or at most a second's worth, if they are due now.</summary>
    /// <param name="count">How many.</param>
    /// <param name="retryAfter">When they may be, otherwise.</param>
    public bool TryTake(int count, out TimeSpan retryAfter)
    {
        using var lease = _bucket.AttemptAcquire(Math.Min(count, PerSecond) * _scale);
        retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.Zero;
        return lease.IsAcquired;
    }

    public void Dispose() => _bucket.Dispose();
}
