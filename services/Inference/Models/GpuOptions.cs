using System.ComponentModel.DataAnnotations;

namespace EmotionGrpc.Inference.Models;

/// <summary>How networks run on a GPU. Configuration section <c>Models:Gpu</c>; without effect on the CPU.</summary>
public sealed class GpuOptions
{
    /// <summary>Which GPU, as CUDA counts them, 0 to 63. Default 0.</summary>
    [Range(0, 63, ErrorMessage = "Models:Gpu:Device must lie between 0 and 63.")]
    public int Device { get; set; }

    /// <summary>Most memory of the GPU that one instance of a network takes, in MiB, 0 to 1000000. Default 0: what it needs.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Models:Gpu:MemoryMebibytes must lie between 0 and 1000000 (0: no limit).")]
    public int MemoryMebibytes { get; set; }

    /// <summary>Instances of each network on the GPU, 1 to 8. Each has a stream of its own, so that small batches overlap; each takes memory. Default 1.</summary>
    [Range(1, 8, ErrorMessage = "Models:Gpu:Instances must lie between 1 and 8.")]
    public int Instances { get; set; } = 1;

    /// <summary>Folder where TensorRT keeps the engines that it has built, so that a later start need not build them again. Default: nowhere.</summary>
    public string EngineCache { get; set; } = "";
}
