using System.ComponentModel.DataAnnotations;
using EmotionGrpc.Hosting;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Inference.Models;

/// <summary>Where models are and how they run. Configuration section <c>Models</c>.</summary>
public sealed class ModelOptions
{
    /// <summary>Folder that holds a folder per model. Relative to the working directory; when it is not there, the folders above the program are searched for one of that name. Default "models".</summary>
    [Required]
    public string Directory { get; set; } = "models";

    /// <summary>Execution provider: cpu (default), cuda or tensorrt.</summary>
    [RegularExpression("cpu|cuda|tensorrt", ErrorMessage = "Models:Provider must be one of cpu, cuda, tensorrt.")]
    public string Provider { get; set; } = "cpu";

    /// <summary>Whether to run on the CPU when the provider is not there, instead of stopping the start. Default false.</summary>
    public bool FallBackToCpu { get; set; }

    /// <summary>What networks compute in: auto (default: float16 on cuda and tensorrt, else float32), float32, float16 or int8 (for processors); a model without that variant computes in float32.</summary>
    [RegularExpression("auto|float32|float16|int8", ErrorMessage = "Models:Precision must be one of auto, float32, float16, int8.")]
    public string Precision { get; set; } = "auto";

    /// <summary>Threads within one run of a model, 1 to 64. Default 1: concurrent runs of one thread each beat one run of many.</summary>
    [Range(1, 64, ErrorMessage = "Models:IntraOpThreads must lie between 1 and 64.")]
    public int IntraOpThreads { get; set; } = 1;

    /// <summary>Concurrent runs, 0 to 64: of all models of the process, on a GPU (or where runs wait for more items) of each. Default 0: one per processor, on a GPU one per instance.</summary>
    [Range(0, 64, ErrorMessage = "Models:Workers must lie between 0 and 64 (0: one per processor, on a GPU one per instance).")]
    public int Workers { get; set; }

    /// <summary>How they run on a GPU.</summary>
    [ValidateObjectMembers]
    public GpuOptions Gpu { get; set; } = new();

    /// <summary>Whether a new version of a model, put into its folder, is put into service while the service runs. Default true.</summary>
    public bool Reload { get; set; } = true;

    /// <summary>Seconds between two looks at the models' folders, 0.1 to 3600; what stayed the same from one look to the next is loaded. Default 2.</summary>
    [Range(0.1, 3600, ErrorMessage = "Models:ReloadSeconds must lie between 0.1 and 3600.")]
    public double ReloadSeconds { get; set; } = 2;

    /// <summary>The folder, found.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    public string FindDirectory()
    {
        if (FolderSearch.Find(Directory) is { } folder)
            return folder;
        throw new ModelException($"Models:Directory is '{Directory}', and there is no such folder; name the folder that holds a folder per model.");
    }
}
