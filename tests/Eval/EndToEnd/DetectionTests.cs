namespace EmotionGrpc.Eval.Tests.EndToEnd;

[Collection(SuiteTests.Name)]
public sealed class DetectionTests(RunningSuite suite)
{
    [Fact]
    public async Task Detection_LabelledFrames_CountsFacesAndMaskStates()
    {
        var labels = suite.Write("mask.csv", "path,mask\n" + string.Concat(Enumerable.Range(0, 6).Select(i => $"frame{i}.png,without\n")));

        var report = (await EvalProgram.RunAsync("detection", "--server", suite.Server, "--data", suite.Data, "--labels", labels, "--json")).Json();

        Assert.Equal(6, report.GetProperty("n").GetInt32());
        Assert.Equal(6, report.GetProperty("withFace").GetInt32());
        Assert.Equal(1, report.GetProperty("withFaceShare").GetDouble());
        var states = report.GetProperty("maskStates");
        Assert.Equal(
            report.GetProperty("faces").GetInt32(),
            new[] { "with", "without", "unknown", "notExamined" }.Sum(s => states.GetProperty(s).GetInt32()));
        var mask = report.GetProperty("mask");
        Assert.Equal(6, new[] { "noFace", "correct", "wrong", "unknown" }.Sum(s => mask.GetProperty(s).GetInt32()));
        Assert.Contains("mask-state", report.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("task").GetString()));
        Assert.True(mask.GetProperty("accuracyDecided").GetDouble() > 0.5);
    }

    [Fact]
    public async Task Detection_FolderWithExpectationAndSheet_DrawsTheSheet()
    {
        var folder = Directory.CreateDirectory(Path.Combine(suite.Data, "sheet", "below")).FullName;
        for (var i = 0; i < 3; i++)
            File.Copy(Path.Combine(suite.Data, $"frame{i}.png"), Path.Combine(folder, $"{i}.png"), overwrite: true);
        var sheet = Path.Combine(suite.Data, "sheet.jpg");

        var report = (await EvalProgram.RunAsync(
            "detection", "--server", suite.Server, "--data", Path.Combine(suite.Data, "sheet"), "--expect-mask", "with", "--sheet", sheet, "--json")).Json();

        Assert.Equal(3, report.GetProperty("n").GetInt32());
        Assert.Equal(3, report.GetProperty("mask").GetProperty("n").GetInt32());
        Assert.Equal(0, report.GetProperty("mask").GetProperty("correct").GetInt32());
        using var drawn = OpenCvSharp.Cv2.ImRead(sheet);
        Assert.Equal((720, 180), (drawn.Width, drawn.Height));
    }

    [Fact]
    public async Task Detection_LabelsAndExpectation_ExcludeEachOther()
    {
        var run = await EvalProgram.RunAsync("detection", "--data", suite.Data, "--labels", "x.csv", "--expect-mask", "with");

        Assert.Equal("--labels and --expect-mask exclude each other; give one of them.", run.Sentence(2));
    }
}
