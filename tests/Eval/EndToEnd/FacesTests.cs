using System.Text.Json;

namespace EmotionGrpc.Eval.Tests.EndToEnd;

[Collection(SuiteTests.Name)]
public sealed class FacesTests(RunningSuite suite)
{
    private static readonly string[] s_labels = ["neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear"];

    [Fact]
    public async Task Faces_FramesOfTheSample_FiguresAgreeWithTheItems()
    {
        var labels = suite.Write(
            "faces.csv",
            "path,label\nframe0.png,happy\nframe1.png,sad\nframe2.png,neutral\nframe3.png,fear\nframe4.png,neutral\nframe5.png,surprised\nbroken.jpg,anger\n");
        var items = Path.Combine(suite.Data, "faces.jsonl");

        var run = await EvalProgram.RunAsync("faces", "--server", suite.Server, "--data", suite.Data, "--labels", labels, "--json", "--out", items);

        var report = run.Json();
        var scored = File.ReadLines(items).Select(l => JsonDocument.Parse(l).RootElement).Where(i => i.GetProperty("fate").GetString() == "scored").ToList();
        Assert.Equal(6, report.GetProperty("n").GetInt32());
        Assert.Equal(6, report.GetProperty("facesFound").GetInt32());
        Assert.Equal(6, scored.Count);
        Assert.Equal("broken.jpg", report.GetProperty("unreadable")[0].GetProperty("path").GetString());
        Assert.Equal(s_labels.Order(), report.GetProperty("labels").EnumerateArray().Select(l => l.GetString()!).Order());
        Assert.NotEmpty(report.GetProperty("model").GetProperty("name").GetString()!);
        Assert.NotEmpty(report.GetProperty("model").GetProperty("version").GetString()!);
        var right = scored.Count(i => i.GetProperty("label").GetString() == i.GetProperty("predicted").GetString());
        Assert.Equal(right / 6.0, report.GetProperty("accuracy").GetDouble(), 12);
        Assert.Equal(6, report.GetProperty("confusionMatrix").EnumerateArray().Sum(row => row.EnumerateArray().Sum(c => c.GetInt32())));
        Assert.InRange(report.GetProperty("microRocAuc").GetDouble(), 0, 1);
        var likelihoods = scored.Select(i => i.GetProperty("probabilities").GetProperty(i.GetProperty("label").GetString()!).GetDouble());
        Assert.Equal(likelihoods.Average(p => -Math.Log(p)), report.GetProperty("negativeLogLikelihood").GetDouble(), 6);
        Assert.InRange(report.GetProperty("calibrationError").GetDouble(), 0, 1);
        Assert.True(report.GetProperty("modelMilliseconds").GetDouble() > 0);
        Assert.All(scored, i => Assert.Equal(1, i.GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble()), 6));
        // Equal scores would mean that the crops are not those of the pictures.
        Assert.Equal(6, scored.Select(i => i.GetProperty("probabilities").GetProperty("neutral").GetDouble()).Distinct().Count());
    }

    [Fact]
    public async Task Faces_PictureWithoutFace_CountsAsWrong()
    {
        using (var empty = new OpenCvSharp.Mat(200, 200, OpenCvSharp.MatType.CV_8UC3, OpenCvSharp.Scalar.Gray))
            OpenCvSharp.Cv2.ImWrite(Path.Combine(suite.Data, "empty.png"), empty);
        var labels = suite.Write("missing.csv", "path,label\nempty.png,anger\nframe0.png,neutral\n");

        var report = (await EvalProgram.RunAsync("faces", "--server", suite.Server, "--data", suite.Data, "--labels", labels, "--json")).Json();

        Assert.Equal(2, report.GetProperty("n").GetInt32());
        Assert.Equal(1, report.GetProperty("facesFound").GetInt32());
        Assert.Equal(report.GetProperty("accuracy").GetDouble() / 2, report.GetProperty("accuracyMissingAsWrong").GetDouble(), 12);
    }

    [Fact]
    public async Task Faces_PreCroppedGray_ScoresThePictureItself()
    {
        using (var picture = OpenCvSharp.Cv2.ImRead(Path.Combine(suite.Data, "frame0.png"), OpenCvSharp.ImreadModes.Grayscale))
        using (var crop = picture[new OpenCvSharp.Rect(120, 60, 160, 180)])
            OpenCvSharp.Cv2.ImWrite(Path.Combine(suite.Data, "gray.jpg"), crop);
        var labels = suite.Write("gray.csv", "path,label\ngray.jpg,neutral\n");

        var report = (await EvalProgram.RunAsync(
            "faces", "--server", suite.Server, "--data", suite.Data, "--labels", labels, "--pre-cropped", "--json")).Json();

        Assert.Equal(1, report.GetProperty("scored").GetInt32());
        Assert.True(report.GetProperty("preCropped").GetBoolean());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("perLabel")[0].GetProperty("rocAuc").ValueKind);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("bestTemperature").ValueKind); // One picture is right or wrong: no temperature is the best.
    }

    [Fact]
    public async Task Faces_MaskColumnAndAModelThatTellsMasks_CountsMaskStates()
    {
        await using var stream = await BrightnessFaceStream.StartAsync(tellsMasks: true);
        foreach (var brightness in new[] { 20, 60, 120, 200 })
        {
            using var gray = new OpenCvSharp.Mat(48, 48, OpenCvSharp.MatType.CV_8UC1, OpenCvSharp.Scalar.All(brightness));
            OpenCvSharp.Cv2.ImWrite(Path.Combine(suite.Data, $"gray{brightness}.png"), gray);
        }

        // Right, wrong, not sure, and one whose state is not known.
        var labels = suite.Write("both.csv", "mask,path,label\nwith,gray20.png,neutral\nwithout,gray60.png,happy\nwithout,gray120.png,neutral\n,gray200.png,neutral\n");
        var items = Path.Combine(suite.Data, "both.jsonl");

        var report = (await EvalProgram.RunAsync(
            "faces", "--server", stream.Address, "--data", suite.Data, "--labels", labels, "--pre-cropped", "--json", "--out", items)).Json();

        Assert.Equal(0.75, report.GetProperty("accuracy").GetDouble());
        Assert.Equal((60 + 120) / 2.0, report.GetProperty("modelMilliseconds").GetDouble());
        var mask = report.GetProperty("mask");
        Assert.Equal([3, 0, 1, 1, 1], new[] { "n", "noFace", "correct", "wrong", "unknown" }.Select(k => mask.GetProperty(k).GetInt32()));
        Assert.Equal(0.5, mask.GetProperty("accuracyDecided").GetDouble());
        Assert.Equal(1 / 3.0, mask.GetProperty("accuracyUnknownAsWrong").GetDouble(), 12);
        Assert.Equal(
            ["with", "with", "unknown", "without"],
            File.ReadLines(items).Select(l => JsonDocument.Parse(l).RootElement).OrderBy(i => i.GetProperty("modelMilliseconds").GetDouble()).Select(i => i.GetProperty("mask").GetString()));
    }

    [Fact]
    public async Task Faces_MaskColumnAndAModelThatTellsNone_SaysNothingOfMasks()
    {
        await using var stream = await BrightnessFaceStream.StartAsync(tellsMasks: false);
        var labels = suite.Write("nomask.csv", "path,label,mask\nframe0.png,neutral,without\n");

        var report = (await EvalProgram.RunAsync(
            "faces", "--server", stream.Address, "--data", suite.Data, "--labels", labels, "--pre-cropped", "--json")).Json();

        Assert.Equal(JsonValueKind.Null, report.GetProperty("mask").ValueKind);
        Assert.True(report.GetProperty("modelMilliseconds").GetDouble() > 0);
    }

    [Fact]
    public async Task Faces_UnknownMaskState_NamesLineAndAllowedStates()
    {
        var labels = suite.Write("badmask.csv", "path,label,mask\nframe0.png,neutral,without\nframe1.png,neutral,maybe\n");

        var run = await EvalProgram.RunAsync("faces", "--server", suite.Server, "--data", suite.Data, "--labels", labels, "--json");

        Assert.Equal("badmask.csv, line 3: the mask state 'maybe' is not known; allowed are with and without.", run.Sentence(3));
    }

    [Fact]
    public async Task Faces_WithoutJson_PrintsTables()
    {
        var labels = suite.Write("tables.csv", "path,label\nframe0.png,neutral\nframe2.png,happy\n");

        var run = await EvalProgram.RunAsync("faces", "--server", suite.Server, "--data", suite.Data, "--labels", labels);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("balanced accuracy", run.Output, StringComparison.Ordinal);
        Assert.Contains("macro ROC AUC", run.Output, StringComparison.Ordinal);
        Assert.Contains("best temperature", run.Output, StringComparison.Ordinal);
        Assert.Contains("model's own milliseconds a face, median", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Faces_UnknownLabel_NamesLineAndAllowedLabels()
    {
        var labels = suite.Write("bored.csv", "path,label\nframe0.png,happy\nframe1.png,bored\n");

        var run = await EvalProgram.RunAsync("faces", "--server", suite.Server, "--data", suite.Data, "--labels", labels, "--json");

        var sentence = run.Sentence(3);
        Assert.StartsWith("bored.csv, line 3: the label 'bored' is not known; allowed are ", sentence, StringComparison.Ordinal);
        Assert.All(s_labels, l => Assert.Contains(l, sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Faces_NoPictureCanBeRead_SaysWhy()
    {
        var labels = suite.Write("unreadable.csv", "path,label\nbroken.jpg,happy\nabsent.jpg,sad\n");

        var run = await EvalProgram.RunAsync("faces", "--server", suite.Server, "--data", suite.Data, "--labels", labels, "--json");

        Assert.Contains("broken.jpg: the file is not a picture", run.Sentence(3), StringComparison.Ordinal);
    }
}
