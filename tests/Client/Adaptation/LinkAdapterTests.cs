using EmotionGrpc.Client.Internal;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Client.Tests.Adaptation;

public sealed class LinkAdapterTests
{
    private static readonly AdaptationOptions Options = new() { MinimumScale = 0.5 };

    private readonly ManualTime _time = new();
    private readonly LinkAdapter _adapter;

    public LinkAdapterTests() => _adapter = new LinkAdapter(Options, _time);

    [Fact]
    public void Look_SlowLink_FallsInQualityThenSizeThenRateAndComesBack()
    {
        Assert.Equal(new EncodingAdvice(90, 1, 30), _adapter.Advice);

        var falling = Run(seconds: 20, age: 900, server: 50);
        var risen = Run(seconds: 40, age: 100, server: 50);

        var firstSmaller = falling.FindIndex(c => c.Encoding.Scale < 1);
        var firstRarer = falling.FindIndex(c => c.Encoding.FramesPerSecond < 30);
        Assert.True(firstSmaller > 0);
        Assert.True(firstRarer > firstSmaller);
        Assert.All(falling[firstSmaller..], c => Assert.Equal(50, c.Encoding.Quality));
        Assert.All(falling[firstRarer..], c => Assert.Equal(0.5, c.Encoding.Scale));
        Assert.Equal(new EncodingAdvice(50, 0.5, 2), falling[^1].Encoding);
        Assert.Contains("results are 900 ms old, 50 ms of it in the server", falling[0].Reason, StringComparison.Ordinal);
        Assert.Equal(new EncodingAdvice(90, 1, 30), risen[^1].Encoding);
    }

    [Fact]
    public void Look_SlowLinkAndFixedSize_FallsInQualityThenRate()
    {
        var adapter = new LinkAdapter(new AdaptationOptions(), _time);

        var changes = Run(seconds: 20, age: 900, server: 50, adapter);

        Assert.All(changes, c => Assert.Equal(1, c.Encoding.Scale));
        Assert.Equal([78, 70, 64, 60, 57, 55, 53, 52, 50], changes.Take(9).Select(c => c.Encoding.Quality));
        Assert.Equal(new EncodingAdvice(50, 1, 2), changes[^1].Encoding);
    }

    [Fact]
    public void Look_SlowServer_FallsInRateOnly()
    {
        var changes = Run(seconds: 5, age: 900, server: 850);

        Assert.Equal([21, 14.7, 10.3, 7.2, 5], changes.Select(c => c.Encoding.FramesPerSecond));
        Assert.All(changes, c => Assert.Equal((90, 1.0), (c.Encoding.Quality, c.Encoding.Scale)));
    }

    [Fact]
    public void Look_ResultsNeitherFreshNorOld_StaysAsItIs()
    {
        Run(seconds: 3, age: 900, server: 50);
        var before = _adapter.Advice;

        Assert.Empty(Run(seconds: 10, age: 300, server: 50));

        Assert.Equal(before, _adapter.Advice);
    }

    [Fact]
    public void Look_FramesFromBeforeTheLastChange_AreNotHeldAgainstIt()
    {
        var early = _time.GetTimestamp();
        Assert.Single(Run(seconds: 1, age: 900, server: 50));

        _adapter.Result(new AnsweredFrame(early, TimeSpan.FromSeconds(3), Resent: false), TimeSpan.Zero);
        _adapter.Result(new AnsweredFrame(_time.GetTimestamp(), TimeSpan.FromSeconds(3), Resent: true), TimeSpan.Zero);
        _time.Advance(Options.Interval);

        Assert.Null(_adapter.Look(null));
    }

    [Fact]
    public void Look_NothingComesBack_TheOldestUnansweredFrameSpeaks()
    {
        _time.Advance(Options.Interval);

        Assert.Null(_adapter.Look(TimeSpan.FromMilliseconds(399)));
        var change = _adapter.Look(TimeSpan.FromMilliseconds(800));

        Assert.Equal(new EncodingAdvice(66, 1, 30), change!.Encoding);
    }

    [Fact]
    public void Look_ManyFramesOvertaken_FallsInRate()
    {
        for (var i = 0; i < 30; i++)
            _adapter.Offered(outrun: i % 3 == 0);

        var change = Assert.Single(Run(seconds: 1, age: 100, server: 50));

        Assert.Equal((90, 21.0), (change.Encoding.Quality, change.Encoding.FramesPerSecond));
        Assert.Equal("10 of 30 frames were overtaken by newer ones before they could be sent", change.Reason);
    }

    /// <summary>Ten results a second, of one age.</summary>
    private List<EncodingChange> Run(int seconds, int age, int server, LinkAdapter? other = null)
    {
        var adapter = other ?? _adapter;
        var changes = new List<EncodingChange>();
        for (var i = 0; i < seconds * 10; i++)
        {
            adapter.Result(new AnsweredFrame(_time.GetTimestamp(), TimeSpan.FromMilliseconds(age), Resent: false), TimeSpan.FromMilliseconds(server));
            _time.Advance(TimeSpan.FromMilliseconds(100));
            if (adapter.Look(null) is { } change)
                changes.Add(change);
        }

        return changes;
    }
}
