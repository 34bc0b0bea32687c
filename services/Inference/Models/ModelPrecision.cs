using EmotionGrpc.Inference.Runtime;

namespace EmotionGrpc.Inference.Models;

/// <summary>What a network computes in.</summary>
internal static class ModelPrecision
{
    public const string Float32 = "float32";
    public const string Float16 = "float16";
    private const string Auto = "auto";

    /// <summary>
    /// The file to load: of the wanted precision where the model has it, for one setting holds for all models of a process. Automatic is float16 where that is
    /// faster (GPUs).
    /// </summary>
    /// <exception cref="ModelException">The manifest has a variant of a precision that nobody knows.</exception>
    public static ModelVariant Choose(ModelManifest manifest, ModelOptions options)
    {
        foreach (var variant in manifest.Variants)
        {
            if (variant.Precision != Float16)
                throw new ModelException($"Model '{manifest.Name}' has a variant of precision '{variant.Precision}'; allowed is {Float16}.");
        }

        var whole = new ModelVariant { Precision = Float32, File = manifest.File, Sha256 = manifest.Sha256 };
        var half = manifest.Variants.Count > 0 ? manifest.Variants[0] : null;
        var wantsHalf = options.Precision == Float16 || (options.Precision == Auto && !ExecutionProvider.IsCpu(ExecutionProvider.Resolve(options)));
        return wantsHalf && half != null ? half : whole;
    }
}
