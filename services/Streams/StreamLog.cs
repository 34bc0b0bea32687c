using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Streams;

/// <summary>Log messages of the stream services; event ids 1300 to 1399.</summary>
internal static partial class StreamLog
{
    [LoggerMessage(1300, LogLevel.Information, "Model {Name} {Version} answers on {Provider} in {Precision}.")]
    public static partial void ModelPresent(ILogger logger, string name, string version, string provider, string precision);
}
