namespace EmotionGrpc.Client.Internal;

/// <summary>
/// Ages of any number of results in fixed memory: buckets whose bounds grow by 2^(1/8), from 0.1 ms to about an hour, so that a percentile is at most 4.5 % off.
/// </summary>
internal sealed class AgeHistogram
{
    private const double Least = 0.1;
    private const int BucketsPerDoubling = 8;
    private const int Doublings = 25;

    private readonly long[] _counts = new long[1 + (BucketsPerDoubling * Doublings)];
    private long _total;

    public void Add(TimeSpan age)
    {
        var bucket = age.TotalMilliseconds <= Least ? 0 : 1 + (int)(Math.Log2(age.TotalMilliseconds / Least) * BucketsPerDoubling);
        _counts[Math.Min(bucket, _counts.Length - 1)]++;
        _total++;
    }

    /// <summary>The age that a share of the results does not pass; null before the first.</summary>
    public TimeSpan? Percentile(double share)
    {
        if (_total == 0)
            return null;
        var rank = Math.Max(1, (long)Math.Ceiling(share * _total));
        var bucket = 0;
        for (var seen = _counts[0]; seen < rank; seen += _counts[bucket])
            bucket++;
        // The middle of the bucket, by ratio.
        return TimeSpan.FromMilliseconds(bucket == 0 ? Least : Least * Math.Pow(2, (bucket - 0.5) / BucketsPerDoubling));
    }
}
