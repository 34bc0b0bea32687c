using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Inference.Reloading;

/// <summary>Log messages about models in service; event ids 1400 to 1499.</summary>
internal static partial class ModelLog
{
    [LoggerMessage(1400, LogLevel.Information, "Model {Name} {After} takes the place of {Before}.")]
    public static partial void Replaced(ILogger logger, string name, string before, string after);

    [LoggerMessage(1401, LogLevel.Error, "Model {Name} {Version} stays in service, for what is in {Folder} now cannot be used: {Fault}")]
    public static partial void Refused(ILogger logger, string name, string version, string folder, string fault);

    [LoggerMessage(1402, LogLevel.Warning, "Models:Precision is {Wanted}, and model {Name} has no such variant: it computes in {Precision}.")]
    public static partial void NoVariant(ILogger logger, string wanted, string name, string precision);
}
