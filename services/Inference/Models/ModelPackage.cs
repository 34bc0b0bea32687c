using System.Security.Cryptography;
using System.Text.Json;

namespace EmotionGrpc.Inference.Models;

/// <summary>A model as it lies on disk, read and verified.</summary>
/// <param name="Manifest">What model.json says.</param>
/// <param name="Network">The bytes of the network.</param>
/// <param name="Precision">What the network computes in: float32, float16 or int8.</param>
/// <param name="Digest">SHA-256 of model.json; as that names the network's, two packages of one digest are the same.</param>
public sealed record ModelPackage(ModelManifest Manifest, byte[] Network, string Precision, string Digest)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads <c>FOLDER/model.json</c> and the network beside it, in float32.</summary>
    /// <exception cref="ModelException">Something is missing, unreadable, or not what its SHA-256 says.</exception>
    public static ModelPackage Read(string folder) => Read(folder, new ModelOptions { Precision = ModelPrecision.Float32 });

    /// <summary>Reads <c>FOLDER/model.json</c> and the network beside it, in the precision that the options choose.</summary>
    /// <exception cref="ModelException">Something is missing, unreadable, or not what its SHA-256 says.</exception>
    public static ModelPackage Read(string folder, ModelOptions options)
    {
        var manifestPath = Path.Combine(folder, "model.json");
        if (!File.Exists(manifestPath))
            throw new ModelException($"Model '{Path.GetFileName(folder)}' is missing: there is no file {manifestPath}.");

        var json = File.ReadAllBytes(manifestPath);
        var manifest = ReadManifest(manifestPath, json);
        var variant = ModelPrecision.Choose(manifest, options);
        var networkPath = Path.Combine(folder, variant.File);
        if (!File.Exists(networkPath))
            throw new ModelException($"Model '{manifest.Name}' is incomplete: model.json names {variant.File}, and there is no file {networkPath}.");

        var network = File.ReadAllBytes(networkPath);
        var actual = HashOf(network);
        if (!string.Equals(actual, variant.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelException(
                $"Model '{manifest.Name}' is broken: {networkPath} has SHA-256 {actual}, model.json says {variant.Sha256}; restore the file.");
        }

        return new ModelPackage(manifest, network, variant.Precision, HashOf(json));
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static ModelManifest ReadManifest(string path, byte[] json)
    {
        try
        {
            using var stream = new MemoryStream(json);
            return JsonSerializer.Deserialize<ModelManifest>(stream, s_json)
                ?? throw new ModelException($"{path} is empty.");
        }
        catch (JsonException e)
        {
            throw new ModelException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
