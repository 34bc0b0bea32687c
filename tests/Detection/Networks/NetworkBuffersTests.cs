using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Detection.Tests.Networks;

/// <summary>Shipped networks run on bound buffers, beside the same networks run by ONNX Runtime without them.</summary>
public sealed class NetworkBuffersTests
{
    [Theory]
    [InlineData("face-tsn", 3, true)]
    [InlineData("face-tsn", 3, false)]
    [InlineData("face-tsm-live", 2, true)]
    [InlineData("body-motion", 4, true)]
    [InlineData("blazeface", 1, true)]
    public void Run_AnyBatch_GivesWhatTheSessionGives(string name, int items, bool evidence)
    {
        var package = Read(name);
        using var model = new OnnxModel(package, new ModelOptions());
        using var buffers = model.CreateBuffers(items, evidence);
        using var session = new InferenceSession(package.Network);
        var random = new Random(1);
        for (var round = 0; round < 2; round++)
        {
            var inputs = new Dictionary<string, float[]> { [model.Manifest.Input.Name] = Noise(random, items * model.ItemLength) };
            for (var s = 0; s < model.ZeroStates.Count; s++)
                inputs[model.Manifest.States[s].Input] = Noise(random, items * model.ZeroStates[s].Length);
            inputs[model.Manifest.Input.Name].CopyTo(buffers.Input<float>());
            for (var s = 0; s < model.ZeroStates.Count; s++)
                inputs[model.Manifest.States[s].Input].CopyTo(buffers.State(s));

            Assert.True(model.Run(buffers) > 0);

            var names = evidence ? model.OutputNames : [.. model.OutputNames.Where(n => n != model.Manifest.Output.Activation)];
            var expected = Run(session, inputs, items);
            Assert.Equal(names.Count, buffers.Outputs.Count);
            for (var i = 0; i < names.Count; i++)
                AssertClose(expected[names[i]], buffers.Outputs[i].GetTensorDataAsSpan<float>().ToArray());
        }
    }

    [Fact]
    public void Run_PictureOfBytes_FindsThePersonAgainAfterAnother()
    {
        using var model = new OnnxModel(Read("movenet-multipose"), new ModelOptions());
        using var buffers = model.CreateBuffers(1, evidence: true);
        var random = new Random(2);
        var picture = new byte[model.ItemLength];
        random.NextBytes(picture);
        var first = Answer(picture);
        random.NextBytes(buffers.Input<byte>());
        model.Run(buffers);

        Assert.Equal(first, Answer(picture));

        float[] Answer(byte[] pixels)
        {
            pixels.CopyTo(buffers.Input<byte>());
            model.Run(buffers);
            return buffers.Outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }
    }

    [Fact]
    public void Run_RowsOfNobody_ChangeNoOther()
    {
        using var model = new OnnxModel(Read("face-tsn"), new ModelOptions());
        using var alone = model.CreateBuffers(1, evidence: false);
        using var four = model.CreateBuffers(4, evidence: false);
        var item = Noise(new Random(3), model.ItemLength);
        item.CopyTo(alone.Input<float>());
        item.CopyTo(four.Input<float>());
        four.Input<float>()[model.ItemLength..].Fill(float.NaN);

        model.Run(alone);
        model.Run(four);

        var labels = model.Manifest.Labels.Count;
        AssertClose(alone.Outputs[0].GetTensorDataAsSpan<float>().ToArray(), four.Outputs[0].GetTensorDataAsSpan<float>()[..labels].ToArray());
    }

    [Fact]
    public void Run_ManyTimes_LeavesNothingToTheCollector()
    {
        using var model = new OnnxModel(Read("face-tsn"), new ModelOptions());
        using var buffers = model.CreateBuffers(1, evidence: false);
        buffers.Clear<float>();
        model.Run(buffers);
        const int Runs = 50;
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < Runs; i++)
            model.Run(buffers);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < Runs * 64, "A run allocates 64 bytes of managed memory or more.");
    }

    [Fact]
    public void WarmUp_EverySize_LeavesAnswersAsTheyWere()
    {
        using var model = new OnnxModel(Read("face-tsn"), new ModelOptions());
        var before = model.Probe();

        model.WarmUp([4, 2, 1]);

        var after = model.Probe();
        Assert.Equal(before.Keys, after.Keys);
        foreach (var (name, output) in before)
            Assert.Equal(output.Values, after[name].Values);
    }

    private static ModelPackage Read(string name) => ModelPackage.Read(Path.Combine(new ModelOptions().FindDirectory(), name));

    private static float[] Noise(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextSingle()) - 1)];

    private static Dictionary<string, float[]> Run(InferenceSession session, Dictionary<string, float[]> inputs, int items)
    {
        var values = inputs.ToDictionary(
            i => i.Key, i => OrtValue.CreateTensorValueFromMemory(i.Value, [items, .. session.InputMetadata[i.Key].Dimensions.Skip(1).Select(d => (long)d)]));
        using var options = new RunOptions();
        using var outputs = session.Run(options, values, session.OutputNames);
        foreach (var value in values.Values)
            value.Dispose();
        return session.OutputNames.Zip(outputs, (name, value) => (name, value.GetTensorDataAsSpan<float>().ToArray())).ToDictionary();
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4f + (1e-4f * Math.Abs(expected[i])));
    }
}
