using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace EmotionGrpc.TestSupport;

/// <summary>A models folder of its own that holds copies of models, the first of which a test alters.</summary>
public sealed class ScratchModels : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private ScratchModels(string model) => Model = model;

    /// <summary>The folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>The name of the model to alter.</summary>
    public string Model { get; }

    /// <summary>Its network.</summary>
    public string NetworkPath => Path.Combine(Folder, Model, "model.onnx");

    /// <summary>Copies models: those that ship, and the tiny ones of tests/Support/Networks.</summary>
    /// <param name="model">The model to alter.</param>
    /// <param name="others">More models.</param>
    public static ScratchModels CopyOf(string model, params string[] others)
    {
        var models = new ScratchModels(model);
        foreach (var name in (string[])[model, .. others])
        {
            var target = Directory.CreateDirectory(Path.Combine(models.Folder, name)).FullName;
            var source = Path.Combine(Repository.Root, "tests", "Support", "Networks", name);
            if (!Directory.Exists(source))
                source = Path.Combine(Repository.Root, "models", name);
            foreach (var file in (string[])[Path.Combine(source, "model.json"), .. Directory.GetFiles(source, "*.onnx")])
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return models;
    }

    /// <summary>Changes a manifest, model.json.</summary>
    /// <param name="change">The change.</param>
    /// <param name="model">The model; null: the one to alter.</param>
    public void Change(Action<JsonObject> change, string? model = null)
    {
        var path = Path.Combine(Folder, model ?? Model, "model.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }

    /// <summary>Puts a new version in, file by file, as an operator might.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="change">Changes the manifest further.</param>
    /// <param name="network">The network that it has; null: the one that is there.</param>
    /// <param name="model">The model; null: the one to alter.</param>
    public void Release(string version, Action<JsonObject> change, string? network = null, string? model = null)
    {
        var path = Path.Combine(Folder, model ?? Model, "model.onnx");
        if (network != null)
            File.Copy(network, path, overwrite: true);
        Change(
            manifest =>
            {
                manifest["version"] = version;
                manifest["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
                change(manifest);
            },
            model);
    }

    /// <summary>Leaves the first bytes of the network only.</summary>
    public void CutNetwork(int length)
    {
        using var network = File.OpenWrite(NetworkPath);
        network.SetLength(length);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
