using EmotionGrpc.Inference.Runtime;

namespace EmotionGrpc.Inference.Models;

/// <summary>What a network computes in.</summary>
internal static class ModelPrecision
{
    public const string Float32 = "float32";
    public const string Float16 = "float16";
    public const string Int8 = "int8";
    private const string Auto = "auto";

    /// <summary>
    /// The file to load: of the wanted precision where the model has it, for one setting holds for all models of a process. Automatic is float16 where that is
    /// faster (GPUs), else float32: what is lost in int8 is for the operator to accept.
    /// </summary>
    /// <exception cref="ModelException">The manifest has a variant of a precision that nobody knows, or two of one.</exception>
    public static ModelVariant Choose(ModelManifest manifest, ModelOptions options)
    {
        foreach (var variant in manifest.Variants)
        {
            if (variant.Precision is not (Float16 or Int8))
                throw new ModelException($"Model '{manifest.Name}' has a variant of precision '{variant.Precision}'; allowed are {Float16}, {Int8}.");
            if (manifest.Variants.Count(v => v.Precision == variant.Precision) > 1)
                throw new ModelException($"Model '{manifest.Name}' has more than one variant of precision '{variant.Precision}'; leave one.");
        }

        var wanted = Wanted(options);
        return manifest.Variants.FirstOrDefault(v => v.Precision == wanted) ?? new ModelVariant { Precision = Float32, File = manifest.File, Sha256 = manifest.Sha256 };
    }

    /// <summary>Whether the options name a precision that not every model has.</summary>
    public static bool AsksForVariant(ModelOptions options) => options.Precision is Float16 or Int8;

    private static string Wanted(ModelOptions options) =>
        options.Precision != Auto ? options.Precision : ExecutionProvider.IsCpu(ExecutionProvider.Resolve(options)) ? Float32 : Float16;
}
