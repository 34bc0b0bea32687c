using System.Text.Json;
using EmotionGrpc.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>A shipped network and the answers that golden.json beside it holds.</summary>
internal sealed class GoldenNetwork : IDisposable
{
    private readonly InferenceSession _session;
    private readonly JsonDocument _golden;

    private GoldenNetwork(ModelManifest manifest, InferenceSession session, JsonDocument golden) => (Manifest, _session, _golden) = (manifest, session, golden);

    public ModelManifest Manifest { get; }

    public JsonElement Values => _golden.RootElement;

    public static GoldenNetwork Open(string model, string file)
    {
        var folder = Path.Combine(new ModelOptions().FindDirectory(), model);
        return new(ModelPackage.Read(folder).Manifest, new InferenceSession(Path.Combine(folder, file)), JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json"))));
    }

    /// <summary>Frame <paramref name="t"/> as golden.json describes it, normalised as model.json says.</summary>
    public float[] Picture(int t)
    {
        var (width, height) = (Manifest.Input.Width, Manifest.Input.Height);
        var picture = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var from = (((x - (4 * t)) % width) + width) % width;
                picture[(y * width) + x] = ((((3 * y) + (5 * from) + (from * y)) % 256) - Manifest.Input.Mean[0]) / Manifest.Input.Deviation[0];
            }
        }

        return picture;
    }

    public Dictionary<string, float[]> FreshStates() =>
        _session.InputMetadata.Where(i => i.Key != Manifest.Input.Name).ToDictionary(i => i.Key, i => new float[i.Value.Dimensions.Skip(1).Aggregate(1, (product, d) => product * d)]);

    public Dictionary<string, float[]> Run(float[] input, Dictionary<string, float[]>? states = null)
    {
        var feeds = new Dictionary<string, float[]>(states ?? []) { [Manifest.Input.Name] = input };
        var values = feeds.ToDictionary(f => f.Key, f => OrtValue.CreateTensorValueFromMemory(f.Value, Shape(f.Key)));
        using var options = new RunOptions();
        using var outputs = _session.Run(options, values, _session.OutputNames);
        var found = _session.OutputNames.Zip(outputs, (name, value) => (name, value.GetTensorDataAsSpan<float>().ToArray())).ToDictionary();
        foreach (var value in values.Values)
            value.Dispose();
        return found;
    }

    /// <summary>Compares with the row of that number of a list of rows.</summary>
    public void AssertEqual(string property, int row, float[] actual, float tolerance) => AssertEqual(Values.GetProperty(property)[row], actual, tolerance);

    public static void AssertEqual(JsonElement expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Length);
        foreach (var (value, index) in expected.EnumerateArray().Select((e, i) => (e.GetSingle(), i)))
            Assert.Equal(value, actual[index], tolerance);
    }

    public void Dispose()
    {
        _session.Dispose();
        _golden.Dispose();
    }

    private long[] Shape(string input) => [1, .. _session.InputMetadata[input].Dimensions.Skip(1).Select(d => (long)d)];
}
