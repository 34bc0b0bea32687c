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

    private string ManifestPath => Path.Combine(Folder, Model, "model.json");

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

    /// <summary>Changes the manifest, model.json.</summary>
    public void Change(Action<JsonObject> change)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(ManifestPath))!.AsObject();
        change(manifest);
        File.WriteAllText(ManifestPath, manifest.ToJsonString());
    }

    /// <summary>Puts a new version in, file by file, as an operator might.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="change">Changes the manifest further.</param>
    /// <param name="network">The network that it has; null: the one that is there.</param>
    public void Release(string version, Action<JsonObject> change, string? network = null)
    {
        if (network != null)
            File.Copy(network, NetworkPath, overwrite: true);
        Change(manifest =>
        {
            manifest["version"] = version;
            manifest["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(NetworkPath)));
            change(manifest);
        });
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
