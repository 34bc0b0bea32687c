using EmotionGrpc.Client.Internal;

namespace EmotionGrpc.Client.Tests.Sessions;

public sealed class AgeHistogramTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(1)]
    public void Percentile_AgesOverFiveOrdersOfMagnitude_IsAtMostFourAndAHalfPercentOff(double share)
    {
        var random = new Random(4);
        var ages = Enumerable.Range(0, 10_000).Select(_ => Math.Pow(10, (random.NextDouble() * 5) - 0.9)).Order().ToArray();
        var histogram = new AgeHistogram();
        foreach (var age in ages)
            histogram.Add(TimeSpan.FromMilliseconds(age));

        var exact = ages[(int)Math.Ceiling(share * ages.Length) - 1];

        Assert.InRange(histogram.Percentile(share)!.Value.TotalMilliseconds, exact * 0.955, exact * 1.045);
    }

    [Fact]
    public void Percentile_NoAges_IsNull() => Assert.Null(new AgeHistogram().Percentile(0.5));

    [Fact]
    public void Percentile_BeyondTheEnds_IsTheEnd()
    {
        var histogram = new AgeHistogram();
        histogram.Add(TimeSpan.Zero);
        histogram.Add(TimeSpan.FromDays(2));

        Assert.Equal(0.1, histogram.Percentile(0.5)!.Value.TotalMilliseconds, 0.001);
        Assert.InRange(histogram.Percentile(1)!.Value.TotalMinutes, 50, 60);
    }
}
