using System.Text.Json;

namespace EmotionGrpc.Eval.Tests.EndToEnd;

[Collection(SuiteTests.Name)]
public sealed class ClipsTests(RunningSuite suite)
{
    [Fact]
    public async Task Clips_Clip_GivesARowForFaceBodyAndFusion()
    {
        var labels = suite.Write("clips.csv", "actor,path,label\n1,clip.avi,happy\n2,broken.jpg,sad\n");

        var run = await EvalProgram.RunAsync(
            "clips", "--server", suite.Server, "--data", suite.Data, "--labels", labels, "--segments", "5", "--policy", "average", "--json");

        var report = run.Json();
        Assert.Equal(1, report.GetProperty("n").GetInt32());
        Assert.Equal(1, report.GetProperty("withPerson").GetInt32());
        Assert.Equal(RunningSuite.ClipFrames, report.GetProperty("frames").GetInt32());
        Assert.Empty(report.GetProperty("frameErrorReasons").EnumerateObject().Select(r => r.Name));
        Assert.Equal(0, report.GetProperty("frameErrors").GetInt32());
        Assert.Equal("broken.jpg", report.GetProperty("unreadable")[0].GetProperty("path").GetString());
        var rows = report.GetProperty("rows").EnumerateArray().ToDictionary(r => r.GetProperty("stream").GetString()!);
        Assert.Equal(["body", "face", "fusion"], rows.Keys.Order());
        Assert.All(rows.Values, r => Assert.Equal(1, r.GetProperty("n").GetInt32() + r.GetProperty("absent").GetInt32()));
        Assert.Equal(1, rows["face"].GetProperty("n").GetInt32());
        Assert.Equal(1, rows["fusion"].GetProperty("n").GetInt32());
        Assert.Equal(JsonValueKind.Null, rows["fusion"].GetProperty("macroRocAuc").ValueKind); // One clip: no area is defined.
        Assert.Equal(7, rows["fusion"].GetProperty("confusionMatrix").GetArrayLength());
    }

    [Fact]
    public async Task Clips_UnknownPolicy_NamesTheAllowedOnes()
    {
        var run = await EvalProgram.RunAsync("clips", "--data", suite.Data, "--labels", "x.csv", "--policy", "median");

        Assert.Equal("--policy is 'median'; it must be one of average, maximum, occlusion-aware.", run.Sentence(2));
    }
}
