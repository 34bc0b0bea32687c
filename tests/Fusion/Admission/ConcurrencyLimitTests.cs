using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Fusion.Tests.Admission;

public sealed class ConcurrencyLimitTests
{
    private const double Alone = 30;

    private readonly ManualTime _time = new();
    private readonly ConcurrencyLimit _limit;

    public ConcurrencyLimitTests() => _limit = new ConcurrencyLimit(_time);

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(4, 4, 5)]
    [InlineData(32, 32, 36)]
    public void Busy_SettlesWhereNoMoreGetThrough(int workers, int least, int most)
    {
        _limit.Observe(TimeSpan.FromMilliseconds(Alone), alone: true, full: false);
        Work(workers, frames: 16_000);
        Assert.InRange(_limit.Value, least, most);
    }

    [Fact]
    public void WorkersGoAway_TheLimitFollows()
    {
        _limit.Observe(TimeSpan.FromMilliseconds(Alone), alone: true, full: false);
        Work(workers: 16, frames: 4000);
        Work(workers: 2, frames: 4000);
        Assert.InRange(_limit.Value, 2, 4);
    }

    [Fact]
    public void AllComeAtOnce_OneIsLetInAlone_AndTheLimitIsAsIfItHadBeenAloneBefore()
    {
        Work(workers: 4, frames: 6000);
        Assert.InRange(_limit.Value, 4, 5);
    }

    [Fact]
    public void TwoWorkers_ATryAtMoreIsRare()
    {
        _limit.Observe(TimeSpan.FromMilliseconds(Alone), alone: true, full: false);
        Work(workers: 1, frames: 200);
        var inside = new List<int>();
        for (var i = 0; i < 4000; i++)
        {
            inside.Add(_limit.Value);
            Work(workers: 1, frames: 1);
        }

        Assert.InRange(inside.Average(), 2, 2.04);
        Assert.All(inside, i => Assert.InRange(i, 1, 3));
    }

    [Fact]
    public void EnteredBeforeTheLimitChanged_TellsNothingOfTheNewOne()
    {
        _limit.Observe(TimeSpan.FromMilliseconds(Alone), alone: true, full: false);
        Work(workers: 16, frames: 200);
        var before = _limit.Value;
        // They come out all at once, having been in since before the last change.
        for (var i = 0; i < 1000; i++)
            _limit.Observe(TimeSpan.FromHours(1), alone: false, full: true);
        Assert.Equal(before, _limit.Value);
    }

    [Fact]
    public void TriesFailed_ThenThereAreMoreWorkers_TheLimitRisesAgainWithoutARestBetween()
    {
        _limit.Observe(TimeSpan.FromMilliseconds(Alone), alone: true, full: false);
        Work(workers: 1, frames: 6000);
        Work(workers: 16, frames: 2000);
        Assert.InRange(_limit.Value, 16, 18);
    }

    [Fact]
    public void OneMoreWaitsInLine_TheLimitIsAsWithout()
    {
        // As measured on two threads of one core: frames inside slow each other down before they queue.
        double[] factors = [1, 1.4, 2, 2.7, 3.4];
        _limit.Observe(TimeSpan.FromMilliseconds(Alone), alone: true, full: false);
        var inside = new List<int>();
        for (var i = 0; i < 4000; i++)
        {
            inside.Add(_limit.Value);
            var among = _limit.Value + _limit.InLine;
            var duration = TimeSpan.FromMilliseconds(Alone * factors[among - 1]);
            _time.Advance(duration / among);
            _limit.Observe(duration, alone: among == 1, full: true, inLine: among > _limit.Value);
        }

        Assert.InRange(inside.Skip(200).Average(), 2, 2.1);
    }

    [Fact]
    public void LetInAlone_NobodyWaitsInLine()
    {
        // Sessions came all at once: the first window, behind the frame that came in at the start, says so, and the next frames are let in alone.
        Work(workers: 4, frames: 9);
        Assert.Equal((1, 0), (_limit.Value, _limit.InLine));
    }

    [Fact]
    public void NobodyWaits_TheLimitStays()
    {
        var before = _limit.Value;
        for (var i = 0; i < 100; i++)
            _limit.Observe(TimeSpan.FromMilliseconds(Alone), alone: false, full: false);
        Assert.Equal(before, _limit.Value);
    }

    [Fact]
    public void FramesBecomeHeavier_IsLearntByAFallThatOnlyLosesFrames()
    {
        _limit.Observe(TimeSpan.FromMilliseconds(Alone), alone: true, full: false);
        Work(workers: 8, frames: 2000);
        // Three times the work a frame: to the old measure it looks like a queue.
        Work(workers: 8, frames: 64, alone: 3 * Alone);
        Assert.InRange(_limit.Value, 2, 7);
        Work(workers: 8, frames: 2000, alone: 3 * Alone);
        Assert.InRange(_limit.Value, 8, 9);
    }

    [Fact]
    public void FramesAloneWereShortByChance_TheLimitRisesAllTheSame()
    {
        _limit.Observe(TimeSpan.FromMilliseconds(Alone / 2), alone: true, full: false);
        Work(workers: 8, frames: 4000);
        Assert.InRange(_limit.Value, 8, 9);
    }

    [Fact]
    public void FramesBecomeLighter_IsLearntByLettingSomeInAlone()
    {
        _limit.Observe(TimeSpan.FromMilliseconds(Alone), alone: true, full: false);
        Work(workers: 2, frames: 2000, alone: 3 * Alone);
        _time.Advance(TimeSpan.FromSeconds(31));
        var inside = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            inside.Add(_limit.Value);
            Work(workers: 2, frames: 1);
        }

        Assert.Contains(1, inside);
        Work(workers: 2, frames: 1000);
        Assert.InRange(_limit.Value, 2, 3);
    }

    /// <summary>Frames through workers who share evenly, with as many inside as the limit allows.</summary>
    private void Work(int workers, int frames, double alone = Alone)
    {
        for (var i = 0; i < frames; i++)
        {
            var inside = _limit.Value;
            var duration = TimeSpan.FromMilliseconds(alone * Math.Max(1, (double)inside / workers));
            _time.Advance(duration / inside);
            _limit.Observe(duration, alone: inside == 1, full: true);
        }
    }
}
