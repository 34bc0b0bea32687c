using EmotionGrpc.Edge.Report;

namespace EmotionGrpc.Edge.Tests.Report;

public sealed class LabelRunsTests
{
    [Fact]
    public void Find_ShortFlicker_BelongsToItsNeighbours()
    {
        // 0 for one second, 1 for 0.1 s, 0 until 2 s, then 1.
        var samples = Enumerable.Range(0, 31).Select(i => Sample(i * 0.1, i is 10 or >= 20 ? 1 : 0)).ToList();

        var runs = LabelRuns.Find(samples, TimeSpan.FromSeconds(0.4));

        Assert.Equal([0, 1], runs.Select(r => r.Label));
        Assert.Equal(2, runs[1].From.TotalSeconds, 3);
        Assert.Equal(3, runs[1].To.TotalSeconds, 3);
    }

    [Fact]
    public void Find_NoScores_IsEmpty() =>
        Assert.Empty(LabelRuns.Find([new PersonSample(TimeSpan.Zero, null, MaskReading.NoFace, [])], TimeSpan.Zero));

    private static PersonSample Sample(double seconds, int top) =>
        new(TimeSpan.FromSeconds(seconds), top == 0 ? [0.8f, 0.2f] : [0.3f, 0.7f], MaskReading.Without, []);
}
