using EmotionGrpc.Inference.Models;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>Models that ship.</summary>
internal static class ShippedModel
{
    /// <summary>Reads a model.</summary>
    /// <param name="name">Its folder under models/.</param>
    public static ModelPackage Read(string name) => ModelPackage.Read(Path.Combine(new ModelOptions().FindDirectory(), name));
}
