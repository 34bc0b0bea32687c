using System.Globalization;
using EmotionGrpc.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>Settings of ONNX Runtime's providers for GPUs, by the names that its documentation gives them.</summary>
internal static class GpuProviders
{
    private const long Mebi = 1024 * 1024;

    /// <summary>The CUDA provider's.</summary>
    public static Dictionary<string, string> Cuda(GpuOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = options.Device.ToString(CultureInfo.InvariantCulture),
            // Tried out during the warm-up, once for each shape.
            ["cudnn_conv_algo_search"] = "EXHAUSTIVE",
            ["cudnn_conv_use_max_workspace"] = "1",
            // Doubling, the default, would take half a GPU for a network of some MB.
            ["arena_extend_strategy"] = "kSameAsRequested",
            ["do_copy_in_default_stream"] = "1",
        };
        if (options.MemoryMebibytes > 0)
            settings["gpu_mem_limit"] = (options.MemoryMebibytes * Mebi).ToString(CultureInfo.InvariantCulture);
        return settings;
    }

    /// <summary>The TensorRT provider's. The range of batches need not be said: the warm-up runs the largest and the smallest, and an engine is built for all between.</summary>
    /// <param name="options">What the operator wants.</param>
    /// <param name="half">Whether the network is a float16 one.</param>
    public static Dictionary<string, string> TensorRt(GpuOptions options, bool half)
    {
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = options.Device.ToString(CultureInfo.InvariantCulture),
            ["trt_fp16_enable"] = half ? "1" : "0",
        };
        if (options.MemoryMebibytes > 0)
            settings["trt_max_workspace_size"] = (options.MemoryMebibytes * Mebi).ToString(CultureInfo.InvariantCulture);
        if (options.EngineCache.Length > 0)
        {
            settings["trt_engine_cache_enable"] = "1";
            settings["trt_engine_cache_path"] = options.EngineCache;
            settings["trt_timing_cache_enable"] = "1";
            settings["trt_timing_cache_path"] = options.EngineCache;
        }

        return settings;
    }

    /// <summary>Adds CUDA.</summary>
    public static void AddCuda(SessionOptions session, GpuOptions options)
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(Cuda(options));
        session.AppendExecutionProvider_CUDA(cuda);
    }

    /// <summary>Adds TensorRT, and CUDA for what TensorRT does not know.</summary>
    public static void AddTensorRt(SessionOptions session, GpuOptions options, bool half)
    {
        using var tensorRt = new OrtTensorRTProviderOptions();
        tensorRt.UpdateOptions(TensorRt(options, half));
        session.AppendExecutionProvider_Tensorrt(tensorRt);
        AddCuda(session, options);
    }
}
