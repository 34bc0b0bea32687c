using EmotionGrpc.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>Chooses where ONNX Runtime computes.</summary>
internal static class ExecutionProvider
{
    private const string Cpu = "cpu";

    public static string Resolve(ModelOptions options)
    {
        OnnxTelemetry.SwitchOff();
        if (options.Provider == Cpu)
            return Cpu;
        var wanted = options.Provider == "cuda" ? "CUDAExecutionProvider" : "TensorrtExecutionProvider";
        if (OrtEnv.Instance().GetAvailableProviders().Contains(wanted))
            return options.Provider;
        if (options.FallBackToCpu)
            return Cpu;
        throw new ModelException(
            $"Models:Provider is '{options.Provider}', and this build of ONNX Runtime has no {wanted}; "
            + "build with -p:OnnxRuntime=Gpu on a machine with the NVIDIA driver, CUDA and cuDNN, or set Models:Provider=cpu, or Models:FallBackToCpu=true.");
    }

    public static bool IsCpu(string provider) => provider == Cpu;

    public static SessionOptions CreateSessionOptions(string provider, ModelOptions options)
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
        if (provider == "cuda")
            session.AppendExecutionProvider_CUDA();
        else if (provider == "tensorrt")
            session.AppendExecutionProvider_Tensorrt();
        return session;
    }
}
