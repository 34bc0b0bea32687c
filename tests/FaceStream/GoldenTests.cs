
namespace EmotionGrpc.FaceStream.Tests;

/// <summary>The shipped networks, run by the ONNX Runtime that serves them, give what PyTorch gave when they were exported.</summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("model.onnx", 1e-4f)]
    [InlineData("model.fp16.onnx", 0.05f)]
    [InlineData("model.int8.onnx", 0.3f)]
    public void FaceTsn_GoldenPicture_GivesTheLogitsOfTheTraining(string file, float tolerance)
    {
        using var golden = GoldenNetwork.Open("face-tsn", file);

        var outputs = golden.Run(golden.Picture(0));

        golden.AssertEqual("logits", 0, outputs["logits"], tolerance);
        golden.AssertEqual("maskLogits", 0, outputs["mask_logits"], tolerance);
    }

    [Theory]
    [InlineData("model.onnx", 1e-4f)]
    [InlineData("model.fp16.onnx", 0.05f)]
    public void FaceTsmLive_StepByStep_GivesTheLogitsOfTheCausalClip(string file, float tolerance)
    {
        using var golden = GoldenNetwork.Open("face-tsm-live", file);
        var states = golden.FreshStates();
        var steps = golden.Values.GetProperty("steps").EnumerateArray().ToArray();

        for (var t = 0; t < steps.Length; t++)
        {
            var outputs = golden.Run(golden.Picture(t), states);
            GoldenNetwork.AssertEqual(steps[t].GetProperty("logits"), outputs["logits"], tolerance);
            GoldenNetwork.AssertEqual(steps[t].GetProperty("maskLogits"), outputs["mask_logits"], tolerance);
            states = states.ToDictionary(s => s.Key, s => outputs[$"next_{s.Key}"]);
        }

        Assert.True(steps.Length >= 3);
    }

    [Theory]
    [InlineData("model.onnx", 1e-4f)]
    [InlineData("model.fp16.onnx", 0.05f)]
    public void FaceTsmClip_GoldenClip_GivesTheLogitsOfTheTraining(string file, float tolerance)
    {
        using var golden = GoldenNetwork.Open("face-tsm-clip", file);
        var frames = Enumerable.Range(0, golden.Manifest.Input.ClipFrames).SelectMany(golden.Picture).ToArray();

        var outputs = golden.Run(frames);

        GoldenNetwork.AssertEqual(golden.Values.GetProperty("logits"), outputs["logits"], tolerance);
        GoldenNetwork.AssertEqual(golden.Values.GetProperty("maskLogits"), outputs["mask_logits"], tolerance);
    }
}
