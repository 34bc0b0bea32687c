using System.Security.Cryptography;
using System.Text.Json;

namespace EmotionGrpc.Inference.Models;

/// <summary>A model as it lies on disk, read and verified.</summary>
/// <param name="Manifest">What model.json says.</param>
/// <param name="Network">The bytes of the network.</param>
/// <param name="Precision">What the network computes in: float32 or float16.</param>
public sealed record ModelPackage(ModelManifest Manifest, byte[] Network, string Precision)
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
    /// <exception cref="ModelException">Something is missing, unreadable, or not what its SHA-256 says; the precision is not there.</exception>
    public static ModelPackage Read(string folder, ModelOptions options)
    {
        var manifestPath = Path.Combine(folder, "model.json");
        if (!File.Exists(manifestPath))
            throw new ModelException($"Model '{Path.GetFileName(folder)}' is missing: there is no file {manifestPath}.");

        var manifest = ReadManifest(manifestPath);
        var variant = ModelPrecision.Choose(manifest, options);
        var networkPath = Path.Combine(folder, variant.File);
        if (!File.Exists(networkPath))
            throw new ModelException($"Model '{manifest.Name}' is incomplete: model.json names {variant.File}, and there is no file {networkPath}.");

        var network = File.ReadAllBytes(networkPath);
        var actual = Convert.ToHexStringLower(SHA256.HashData(network));
        if (!string.Equals(actual, variant.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelException(
                $"Model '{manifest.Name}' is broken: {networkPath} has SHA-256 {actual}, model.json says {variant.Sha256}; restore the file.");
        }

        return new ModelPackage(manifest, network, variant.Precision);
    }

    private static ModelManifest ReadManifest(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<ModelManifest>(file, s_json)
                ?? throw new ModelException($"{path} is empty.");
        }
        catch (JsonException e)
        {
            throw new ModelException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
