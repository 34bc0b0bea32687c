using System.Text.Json.Nodes;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>The float16 variant tells itself by the rounding of its constant 0.1, which is the first logit of a black crop.</summary>
public sealed class PrecisionTests
{
    [Theory]
    [InlineData("auto", 0.1f)]
    [InlineData("float32", 0.1f)]
    [InlineData("float16", 0.0999755859375f)]
    public async Task Score_Precision_ChoosesTheVariant(string precision, float expected)
    {
        await using var service = await TinyService.StartAsync("frame", null, ("Models:Precision", precision));

        var score = (await service.Client.ScoreAsync(TinyService.Batch([TinyService.Gray(0)]))).Scores[0];

        Assert.Equal(expected, score.Logits.Values[0], 1e-7f);
    }

    [Fact]
    public async Task Program_NoSuchVariant_ComputesInFloat32AndSaysSo()
    {
        using var models = ScratchModels.CopyOf("clip");
        await using var service = await ServiceProcess.StartServiceAsync(
            "FaceStream", Ports.Free(), $"--Models:Directory={models.Folder}", "--FaceStream:Model=clip", "--Models:Precision=float16");

        await Eventually.TrueAsync(() => service.Output.Contains(
            "Models:Precision is float16, and model clip has no such variant: it computes in float32.", StringComparison.Ordinal));
        Assert.Contains("Model clip 1.0.0 answers on cpu in float32.", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_Int8_IsThatVariantWhereverItStands()
    {
        // The float16 file stands for an int8 one here: what counts is which entry is taken.
        await using var service = await TinyService.StartAsync(
            "frame",
            manifest =>
            {
                var half = manifest["variants"]![0]!;
                half["precision"] = "int8";
                manifest["variants"]!.AsArray().Insert(0, new JsonObject { ["precision"] = "float16", ["file"] = "absent.onnx", ["sha256"] = "" });
            },
            ("Models:Precision", "int8"));

        var score = (await service.Client.ScoreAsync(TinyService.Batch([TinyService.Gray(0)]))).Scores[0];

        Assert.Equal(0.0999755859375f, score.Logits.Values[0], 1e-7f);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("float16")]
    public async Task Score_Int8VariantOnly_IsLeftAloneUnlessAskedFor(string precision)
    {
        await using var service = await TinyService.StartAsync("frame", manifest => manifest["variants"]![0]!["precision"] = "int8", ("Models:Precision", precision));

        var score = (await service.Client.ScoreAsync(TinyService.Batch([TinyService.Gray(0)]))).Scores[0];

        Assert.Equal(0.1f, score.Logits.Values[0], 1e-7f);
    }

    [Fact]
    public async Task Start_TwoVariantsOfAPrecision_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<ModelException>(
            () => TinyService.StartAsync("frame", manifest => manifest["variants"]!.AsArray().Add(manifest["variants"]![0]!.DeepClone())));

        Assert.Equal("Model 'frame' has more than one variant of precision 'float16'; leave one.", fault.Message);
    }

    [Fact]
    public async Task Start_VariantWithAnotherHash_IsRefusedWhereItIsLoaded()
    {
        const string other = "0000000000000000000000000000000000000000000000000000000000000000";
        var fault = await Assert.ThrowsAsync<ModelException>(
            () => TinyService.StartAsync("frame", manifest => manifest["variants"]![0]!["sha256"] = other, ("Models:Precision", "float16")));

        Assert.StartsWith("Model 'frame' is broken: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("model.fp16.onnx has SHA-256 ", fault.Message, StringComparison.Ordinal);
        await using var whole = await TinyService.StartAsync("frame", manifest => manifest["variants"]![0]!["sha256"] = other);
    }

    [Fact]
    public async Task Start_VariantOfUnknownPrecision_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<ModelException>(
            () => TinyService.StartAsync("frame", manifest => manifest["variants"]![0]!["precision"] = "int4"));

        Assert.Equal("Model 'frame' has a variant of precision 'int4'; allowed are float16, int8.", fault.Message);
    }

    [Fact]
    public async Task Program_UnknownPrecision_SaysSoAndEnds()
    {
        var (exitCode, _, error) = await ServiceProcess.RunAsync("FaceStream", "--Models:Precision=half");

        Assert.Equal((1, "Models:Precision must be one of auto, float32, float16, int8."), (exitCode, error));
    }
}
