using EmotionGrpc.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>Chooses where ONNX Runtime computes.</summary>
internal static class ExecutionProvider
{
    private const string Cpu = "cpu";
    private const string Cuda = "cuda";

    public static string Resolve(ModelOptions options)
    {
        OnnxTelemetry.SwitchOff();
        if (options.Provider == Cpu)
            return Cpu;
        var wanted = options.Provider == Cuda ? "CUDAExecutionProvider" : "TensorrtExecutionProvider";
        if (OrtEnv.Instance().GetAvailableProviders().Contains(wanted))
            return options.Provider;
        if (options.FallBackToCpu)
            return Cpu;
        throw new ModelException(
            $"Models:Provider is '{options.Provider}', and this build of ONNX Runtime has no {wanted}; "
            + "build with -p:OnnxRuntime=Gpu on a machine with the NVIDIA driver, CUDA and cuDNN, or set Models:Provider=cpu, or Models:FallBackToCpu=true.");
    }

    public static bool IsCpu(string provider) => provider == Cpu;

    /// <param name="provider">Where.</param>
    /// <param name="options">How.</param>
    /// <param name="precision">What the network computes in.</param>
    public static SessionOptions CreateSessionOptions(string provider, ModelOptions options, string precision)
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.IntraOpThreads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Spinning threads of many sessions thrash: on 2 cores it halves the throughput of one run of two threads.
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (provider == Cuda)
            GpuProviders.AddCuda(session, options.Gpu);
        else if (!IsCpu(provider))
            GpuProviders.AddTensorRt(session, options.Gpu, half: precision == ModelPrecision.Float16);
        return session;
    }
}
