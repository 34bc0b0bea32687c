using Microsoft.Diagnostics.Runtime;

namespace EmotionGrpc.Integration.Tests.Leaks;

/// <summary>Objects on the heap of a process that hold, or held, native memory.</summary>
/// <param name="Pictures">OpenCV pictures that were not disposed of.</param>
/// <param name="DisposedPictures">Those that were.</param>
/// <param name="Inputs">Wrappers of OpenCV's inputs that were not disposed of: a picture passed as it is makes one, which only the collector would end.</param>
/// <param name="Tensors">ONNX Runtime values that were not disposed of.</param>
/// <param name="Networks">Loaded networks.</param>
internal sealed record NativeObjects(int Pictures, int DisposedPictures, int Inputs, int Tensors, int Networks)
{
    /// <summary>Counts in a process that rests. It is not stopped: stopping all threads of one that lives may never come to an end.</summary>
    public static NativeObjects Of(int process)
    {
        using var target = DataTarget.AttachToProcess(process, suspend: false);
        var clr = target.ClrVersions.Single();
        // The reader of a runtime's heap lies beside it; versions cannot be compared, for a library of Linux does not tell its own.
        using var runtime = clr.CreateRuntime(Path.Combine(Path.GetDirectoryName(clr.ModuleInfo.FileName)!, "libmscordaccore.so"), ignoreMismatch: true);
        var counts = new NativeObjects(0, 0, 0, 0, 0);
        foreach (var item in runtime.Heap.EnumerateObjects())
        {
            counts = item.Type?.Name switch
            {
                "OpenCvSharp.Mat" when item.ReadField<bool>("<IsDisposed>k__BackingField") => counts with { DisposedPictures = counts.DisposedPictures + 1 },
                "OpenCvSharp.Mat" => counts with { Pictures = counts.Pictures + 1 },
                "OpenCvSharp.InputArray" when !item.ReadField<bool>("<IsDisposed>k__BackingField") => counts with { Inputs = counts.Inputs + 1 },
                "Microsoft.ML.OnnxRuntime.OrtValue" when !item.ReadField<bool>("_disposed") => counts with { Tensors = counts.Tensors + 1 },
                "Microsoft.ML.OnnxRuntime.InferenceSession" when !item.ReadField<bool>("_disposed") => counts with { Networks = counts.Networks + 1 },
                _ => counts,
            };
        }

        return counts;
    }
}
