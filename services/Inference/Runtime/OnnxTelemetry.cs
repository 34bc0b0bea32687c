using System.Runtime.InteropServices;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>
/// ONNX Runtime's packages report to their maker and keep an id of the machine in the home folder, unless told otherwise before their first use.
/// A service that promises to write no file and to tell nobody tells it so.
/// </summary>
internal static partial class OnnxTelemetry
{
    /// <summary>To be called before anything else of ONNX Runtime.</summary>
    public static void SwitchOff()
    {
        // On Windows it is a matter of the system's own settings.
        if (!OperatingSystem.IsWindows())
            _ = SetEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1", 1);
    }

    // Environment.SetEnvironmentVariable changes what .NET sees; native libraries see the C library's variables.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
