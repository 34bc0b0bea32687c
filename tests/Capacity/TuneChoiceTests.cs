using EmotionGrpc.Load.Tuning.Choice;

namespace EmotionGrpc.Capacity.Tests;

public class TuneChoiceTests
{
    [Fact]
    public void Runs_OneClearlyAhead_IsThatOne()
    {
        var chosen = TuneChoice.Runs([Of(1, 1, 20, 50), Of(1, 2, 38, 55), Of(2, 1, 30, 33)]);

        Assert.Equal((1, 2), (chosen.Trial.Threads, chosen.Trial.Workers));
    }

    [Fact]
    public void Runs_AsGoodAsEachOther_IsTheOneWhoseFramesAreDoneSoonest()
    {
        var chosen = TuneChoice.Runs([Of(1, 3, 40, 75), Of(1, 2, 39, 51), Of(2, 2, 38.5, 90), Of(2, 1, 30, 20)]);

        Assert.Equal((1, 2), (chosen.Trial.Threads, chosen.Trial.Workers));
    }

    [Theory]
    [InlineData(52.4, "float32")]
    [InlineData(53, "int8")]
    public void Precision_AnotherIsFaster_CountsFromMoreThanNoise(double framesPerSecond, string expected)
    {
        var chosen = TuneChoice.Precision([Of(1, 2, 50, 40), Of(1, 2, framesPerSecond, 38, "int8")]);

        Assert.Equal(expected, chosen.Trial.Precision);
    }

    [Fact]
    public void Batch_NothingGained_IsOneItemWithoutAWait()
    {
        TuneResult[] results = [Batch(1, 40, 20), Batch(2, 41, 40), Batch(4, 43, 80), Batch(8, 42, 160)];

        var chosen = TuneChoice.Batch(results);

        Assert.Equal(1, chosen.Trial.Batch);
        Assert.Equal(0, TuneChoice.WaitMilliseconds(chosen, results[0]));
    }

    [Fact]
    public void Batch_MuchGained_IsTheSmallestThatIsAsGoodAsTheBest()
    {
        TuneResult[] results = [Batch(1, 40, 12), Batch(2, 60, 15), Batch(4, 97, 20), Batch(8, 100, 40)];

        var chosen = TuneChoice.Batch(results);

        Assert.Equal(4, chosen.Trial.Batch);
        Assert.Equal(3, TuneChoice.WaitMilliseconds(chosen, results[0]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(400, 5)]
    public void WaitMilliseconds_OfABatch_StaysWithinBounds(double one, int expected) =>
        Assert.Equal(expected, TuneChoice.WaitMilliseconds(Batch(4, 100, 20), Batch(1, 40, one)));

    [Theory]
    [InlineData(null, 1)]
    [InlineData(2, 5)]
    [InlineData(10, 10)]
    public void Cadence_OnlyWhereAskedFor_IsTheShortestThatIsAsGood(int? from, int expected)
    {
        TuneResult[] results = [Cadence(1, 40), Cadence(2, 70), Cadence(5, 118), Cadence(10, 120)];

        Assert.Equal(expected, TuneChoice.Cadence(results, from).Trial.Cadence);
    }

    [Fact]
    public void Middle_OneRoundSpoilt_IsThatOfTheOthers()
    {
        var middle = TuneResult.Middle([Of(1, 2, 40, 50), Of(1, 2, 9, 300), Of(1, 2, 42, 48)]);

        Assert.Equal((40, 50), (middle.FramesPerSecond, middle.P95));
    }

    [Theory]
    [InlineData(1, "1x1 1x2")]
    [InlineData(2, "1x1 1x2 1x3 2x1 2x2")]
    [InlineData(4, "1x2 1x4 1x6 2x1 2x2 2x3 4x1 4x2")]
    public void Runs_Processors_AreTriedAsFewAsManyAndMore(int processors, string expected) =>
        Assert.Equal(expected, string.Join(' ', TunePlan.Runs("float32", processors).Select(t => $"{t.Threads}x{t.Workers}")));

    [Fact]
    public void Cadences_AskedFor_IsAmongThem() => Assert.Equal([1, 2, 3, 5, 10], TunePlan.Cadences(new TuneTrial("float32", 1, 2), 3).Select(t => t.Cadence));

    private static TuneResult Of(int threads, int workers, double framesPerSecond, double p95, string precision = "float32") =>
        new(new TuneTrial(precision, threads, workers), framesPerSecond, p95 / 2, p95);

    private static TuneResult Batch(int batch, double framesPerSecond, double p50) => new(new TuneTrial("float32", 1, 2, batch), framesPerSecond, p50, 2 * p50);

    private static TuneResult Cadence(int cadence, double framesPerSecond) => new(new TuneTrial("float32", 1, 2, 1, cadence), framesPerSecond, 20, 40);
}
