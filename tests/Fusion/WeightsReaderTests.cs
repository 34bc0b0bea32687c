using System.Text.Json.Nodes;
using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Hosting;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Fusion.Tests;

public sealed class WeightsReaderTests : IDisposable
{
    private readonly TemporaryFolder _models = new();

    [Fact]
    public void Read_FileInTheModelsDirectory_IsTaken()
    {
        WriteFile(file => file["scale"] = "sum");

        var weights = WeightsReader.Read(new OcclusionAwareOptions(), _models.Path);

        Assert.Equal(("fitted", WeightScale.Sum, 0.02), (weights.Source, weights.Scale, weights.Least));
        Assert.Equal([0.25, 0.5, 0.9], [weights.FaceOpen.At(20), weights.FaceMasked.At(20), weights.Body.At(1)]);
    }

    [Fact]
    public void Read_Settings_WinOverTheFile()
    {
        WriteFile(_ => { });

        var weights = WeightsReader.Read(new OcclusionAwareOptions { Scale = "sum", Least = 0.3, Body = "0:0.1  1:0.7" }, _models.Path);

        Assert.Equal((WeightScale.Sum, 0.3), (weights.Scale, weights.Least));
        Assert.Equal(0.4, weights.Body.At(0.5), 9);
        Assert.Equal(0.25, weights.FaceOpen.At(20));
    }

    [Fact]
    public void Read_AnotherFile_IsTaken()
    {
        WriteFile(file => file["source"] = "mine", "mine.json");

        Assert.Equal("mine", WeightsReader.Read(new OcclusionAwareOptions { File = "mine.json" }, _models.Path).Source);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("missing")]
    public void Read_NoFile_IsWhatShips(string directory)
    {
        var shipped = WeightsReader.Read(new OcclusionAwareOptions(), Path.Combine(Repository.Root, "models"));

        var weights = WeightsReader.Read(new OcclusionAwareOptions(), directory == "empty" ? _models.Path : Path.Combine(_models.Path, "nowhere"));

        Assert.Equal(shipped.Source, weights.Source);
        foreach (var size in (double[])[10, 30, 100])
            Assert.Equal((shipped.FaceOpen.At(size), shipped.FaceMasked.At(size)), (weights.FaceOpen.At(size), weights.FaceMasked.At(size)));
    }

    [Fact]
    public void Read_FileThatShips_TrustsAMaskedOrSmallFaceLess()
    {
        var weights = WeightsReader.Read(new OcclusionAwareOptions(), Path.Combine(Repository.Root, "models"));

        Assert.True(weights.FaceMasked.At(100) < weights.FaceOpen.At(100));
        Assert.True(weights.FaceOpen.At(10) < weights.FaceOpen.At(100));
        Assert.True(weights.Body.At(0.1) < weights.Body.At(1));
    }

    [Fact]
    public void Read_WantedFileMissing_SaysSo()
    {
        var fault = Assert.Throws<ConfigurationException>(() => WeightsReader.Read(new OcclusionAwareOptions { File = "mine.json" }, _models.Path));

        Assert.StartsWith("Fusion:OcclusionAware:File is 'mine.json', and there is no file ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scale", "\"product\"", "scale is 'product'; allowed are sum and mean.")]
    [InlineData("least", "0", "least is 0; it must lie between 0.0001 and 1.")]
    [InlineData("faceOpen", "[]", "faceOpen is no table; it must be one or more pairs of a measure and a weight.")]
    [InlineData("faceOpen", "[[1]]", "faceOpen is no table; it must be one or more pairs of a measure and a weight.")]
    [InlineData("faceMasked", "[[1, -0.1]]", "faceMasked has a measure or a weight below 0; allowed are finite numbers from 0.")]
    [InlineData("body", "[[0.5, 1], [0.5, 2]]", "body has the measure 0.5 after 0.5; measures must ascend.")]
    [InlineData("body", "null", " cannot be read: ")]
    [InlineData("body", "\"much\"", " cannot be read: ")]
    [InlineData("source", "", " cannot be read: ")]
    public void Read_WrongFile_SaysWhatIsWrong(string key, string value, string expected)
    {
        WriteFile(file =>
        {
            if (value.Length == 0)
                file.Remove(key);
            else
                file[key] = JsonNode.Parse(value);
        });

        var fault = Assert.Throws<ConfigurationException>(() => WeightsReader.Read(new OcclusionAwareOptions(), _models.Path));

        Assert.StartsWith(_models.Path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("14", "Fusion:OcclusionAware:FaceOpen has '14'; a table is written as pairs of a measure and a weight, for instance 14:0.05 48:1.")]
    [InlineData("14:x", "Fusion:OcclusionAware:FaceOpen has '14:x'; a table is written as pairs of a measure and a weight, for instance 14:0.05 48:1.")]
    [InlineData("48:1 14:0.1", "Fusion:OcclusionAware:FaceOpen has the measure 14 after 48; measures must ascend.")]
    [InlineData("14:NaN", "Fusion:OcclusionAware:FaceOpen has a measure or a weight below 0; allowed are finite numbers from 0.")]
    [InlineData(" ", "Fusion:OcclusionAware:FaceOpen is no table; it must be one or more pairs of a measure and a weight.")]
    public void Read_WrongSetting_SaysWhatIsWrong(string setting, string expected)
    {
        var fault = Assert.Throws<ConfigurationException>(() => WeightsReader.Read(new OcclusionAwareOptions { FaceOpen = setting }, _models.Path));

        Assert.Equal(expected, fault.Message);
    }

    public void Dispose() => _models.Dispose();

    private void WriteFile(Action<JsonObject> change, string name = "fusion-occlusion/weights.json")
    {
        var file = JsonNode.Parse("""
            { "source": "fitted", "command": "fit", "faceOpen": [[0, 0], [40, 0.5]], "faceMasked": [[0, 0.5]], "body": [[0, 0.1], [1, 0.9]], "least": 0.02 }
            """)!.AsObject();
        change(file);
        var path = _models.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, file.ToJsonString());
    }
}
