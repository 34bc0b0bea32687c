using EmotionGrpc.Load.Scale.Simulation;

namespace EmotionGrpc.Capacity.Tests;

public class SimulationTests
{
    private static readonly ServiceTimes s_times = new(0.0005, 0.001, 0.002, 0.010, 0.001, 0.001, 0.004, 0.003, 0.008, 0.7);

    [Theory]
    [InlineData(1, 5, 0)]
    [InlineData(12, 5, 1)]
    [InlineData(40, 10, 1)]
    [InlineData(8, 10, 4)]
    public void Run_AnyLoad_AccountsForEveryFrame(int cameras, double rate, int people)
    {
        var outcome = SimulationRun.Run(Of(cameras, rate) with { People = people });

        Assert.InRange(outcome.Sent, cameras * rate * 30 * 0.98, cameras * rate * 30 * 1.02);
        Assert.Equal(outcome.Sent, outcome.Answered + outcome.Dropped.Values.Sum() + outcome.InFlight);
    }

    [Fact]
    public void Run_TimeAfterTheLastFrame_LeavesNothingOnItsWay()
    {
        var outcome = SimulationRun.Run(Of(40, 10), after: 30);

        Assert.Equal(0, outcome.InFlight);
        Assert.Equal(outcome.Sent, outcome.Answered + outcome.Dropped.Values.Sum());
    }

    [Fact]
    public void Run_SameSeed_IsTheSame()
    {
        var (one, two, other) = (SimulationRun.Run(Of(14, 5)), SimulationRun.Run(Of(14, 5)), SimulationRun.Run(Of(14, 5) with { Seed = 2 }));

        Assert.Equal((one.Sent, one.Answered, one.AgeP50, one.AgeP99), (two.Sent, two.Answered, two.AgeP50, two.AgeP99));
        Assert.Equal(one.Dropped, two.Dropped);
        Assert.NotEqual(one.AgeP99, other.AgeP99);
    }

    [Fact]
    public void Run_CamerasTakeTurnsEvenly_FramesWaitLess()
    {
        var (even, uneven) = (SimulationRun.Run(Of(14, 5) with { Even = true }), SimulationRun.Run(Of(14, 5)));

        Assert.True(even.AgeP95 < uneven.AgeP95, $"{even.AgeP95:0.0} ms evenly, {uneven.AgeP95:0.0} ms otherwise.");
    }

    [Fact]
    public void Run_NobodyInThePicture_FramesThatAreCoveredWithTilesTakeLonger()
    {
        var outcome = SimulationRun.Run(Of(1, 1) with { People = 0, Even = true });

        // Every tenth frame: 56 looks of a millisecond on two processors.
        Assert.InRange(outcome.AgeP95 - outcome.AgeP50, 10, 40);
    }

    [Theory]
    [InlineData(30, 10)]
    [InlineData(100, 5)]
    [InlineData(200, 10)]
    public void Run_MoreProcessorsAndAsManyFramesLetIn_NeverAnswersFewerFrames(int cameras, double rate)
    {
        // The limit that the suite learns depends on chance, and on many processors it may stay low: see docs/capacity.md.
        var answered = new[] { 1, 2, 4, 8, 16 }.Select(p => SimulationRun.Run(Of(cameras, rate) with { Processors = p, Limit = 2 * p }, after: 30).Answered).ToArray();

        Assert.Equal(answered.Order(), answered);
        Assert.True(answered[^1] > answered[0]);
    }

    [Fact]
    public void Run_MoreNodes_AnswersMoreFrames()
    {
        var (one, two) = (SimulationRun.Run(Of(40, 10)), SimulationRun.Run(Of(40, 10) with { Nodes = 2 }));

        Assert.InRange(two.Answered, one.Answered * 1.7, one.Answered * 2.3);
    }

    [Fact]
    public void Run_LittleLoad_DropsNothingAndNamesNoBottleneck()
    {
        var outcome = SimulationRun.Run(Of(2, 5));

        Assert.Empty(outcome.Dropped);
        Assert.Equal("nothing", outcome.Bottleneck);
        Assert.InRange(outcome.AgeP50, 10, 100);
    }

    [Fact]
    public void Run_TooManyFrames_NamesDetectionAndKeepsResultsFresh()
    {
        var outcome = SimulationRun.Run(Of(40, 10));

        Assert.Contains("detection", outcome.Bottleneck, StringComparison.Ordinal);
        Assert.InRange(outcome.Utilisation["processors"], 0.9, 1.0001);
        Assert.True(outcome.Dropped["superseded"] > outcome.Answered);
        Assert.InRange(outcome.AgeP99, 0, 2500);
    }

    [Fact]
    public void Run_NarrowLink_LosesFramesAtTheCamera()
    {
        // 28 KiB take 230 ms at 1 megabit a second; a frame comes every 100 ms.
        var outcome = SimulationRun.Run(Of(1, 10) with { LinkMegabits = 1 });

        Assert.Equal("the cameras' links", outcome.Bottleneck);
        Assert.True(outcome.Dropped["link busy"] > 0.5 * outcome.Sent);
    }

    [Fact]
    public void Run_FewerSearches_AnswersMoreFrames()
    {
        var (always, seldom) = (SimulationRun.Run(Of(20, 10)), SimulationRun.Run(Of(20, 10) with { Cadence = 5 }));

        Assert.True(seldom.Answered > always.Answered);
    }

    private static Scenario Of(int cameras, double rate) => new() { Cameras = cameras, FramesPerSecond = rate, Seconds = 30, Times = s_times };
}
