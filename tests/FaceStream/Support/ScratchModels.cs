using System.Text.Json.Nodes;
using EmotionGrpc.Inference.Models;

namespace EmotionGrpc.Streams.Tests;

/// <summary>A models folder of its own that holds one altered copy of a real model.</summary>
internal sealed class ScratchModels : IDisposable
{
    private ScratchModels(string folder, string model)
    {
        Folder = folder;
        Model = model;
    }

    public string Folder { get; }

    public string Model { get; }

    private string ManifestPath => Path.Combine(Folder, Model, "model.json");

    public string NetworkPath => Path.Combine(Folder, Model, "model.onnx");

    public static ScratchModels CopyOf(string model)
    {
        var source = Path.Combine(new ModelOptions().FindDirectory(), model);
        var folder = Directory.CreateTempSubdirectory("models-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, model));
        foreach (var file in new[] { "model.json", "model.onnx" })
            File.Copy(Path.Combine(source, file), Path.Combine(folder, model, file));
        return new ScratchModels(folder, model);
    }

    public void Change(Action<JsonObject> change)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(ManifestPath))!.AsObject();
        change(manifest);
        File.WriteAllText(ManifestPath, manifest.ToJsonString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
