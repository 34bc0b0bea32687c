namespace EmotionGrpc.Eval.Tests.EndToEnd;

[Collection(SuiteTests.Name)]
public sealed class TracksTests(RunningSuite suite)
{
    [Fact]
    public async Task Tracks_Clip_ShowsOnePersonThroughout()
    {
        var report = (await EvalProgram.RunAsync("tracks", suite.Clip, "--server", suite.Server, "--json")).Json();

        var frames = report.GetProperty("frames").GetInt32();
        Assert.Equal(RunningSuite.ClipFrames, frames);
        Assert.Equal(0, report.GetProperty("frameErrors").GetInt32());
        Assert.Equal(frames, report.GetProperty("framesByPersons").EnumerateObject().Sum(p => p.Value.GetInt32()));
        var longest = report.GetProperty("tracks").EnumerateArray().MaxBy(t => t.GetProperty("frames").GetInt32());
        Assert.True(longest.GetProperty("share").GetDouble() > 0.95);
        Assert.True(longest.GetProperty("lastFrame").GetInt32() - longest.GetProperty("firstFrame").GetInt32() + 1 >= longest.GetProperty("frames").GetInt32());
    }

    [Fact]
    public async Task Tracks_NotAVideo_SaysSo()
    {
        var run = await EvalProgram.RunAsync("tracks", Path.Combine(suite.Data, "broken.jpg"), "--server", suite.Server, "--json");

        Assert.StartsWith("broken.jpg cannot be read: ", run.Sentence(3), StringComparison.Ordinal);
    }
}
