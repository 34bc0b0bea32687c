namespace EmotionGrpc.Fusion;

/// <summary>Log messages of the fusion service; event ids 4000 to 4099.</summary>
internal static partial class FusionLog
{
    [LoggerMessage(4000, LogLevel.Information, "{Stream} at {Address} serves model {Model} {Version}.")]
    public static partial void StreamConnected(ILogger logger, string stream, string address, string model, string version);

    [LoggerMessage(4002, LogLevel.Error, "{Stream} at {Address} cannot be used: {Reason}")]
    public static partial void StreamRefused(ILogger logger, string stream, string address, string reason);

    [LoggerMessage(4003, LogLevel.Warning, "Detection does not answer: {Reason}")]
    public static partial void DetectionLost(ILogger logger, string reason);

    [LoggerMessage(4004, LogLevel.Information, "Session {Session} opened by '{Source}'.")]
    public static partial void SessionOpened(ILogger logger, string session, string source);

    [LoggerMessage(4005, LogLevel.Information, "Session {Session} ended: {Received} frames, {Results} results, {Dropped} dropped, {Errors} errors.")]
    public static partial void SessionEnded(ILogger logger, string session, ulong received, ulong results, ulong dropped, ulong errors);

    [LoggerMessage(4006, LogLevel.Error, "A frame of session {Session} could not be finished.")]
    public static partial void FrameFailed(ILogger logger, string session, Exception exception);

    [LoggerMessage(4007, LogLevel.Information, "Weights of the occlusion-aware policy: {Source}")]
    public static partial void Weights(ILogger logger, string source);

    [LoggerMessage(4020, LogLevel.Information, "Fusion:ResumeKeys is not set: resume tokens are sealed by a key of this process, and no other instance can resume its sessions.")]
    public static partial void ResumeKeyOfThisProcess(ILogger logger);

    [LoggerMessage(4021, LogLevel.Information, "Session {Session} of '{Source}' goes on after frame {Sequence}. {Lost}")]
    public static partial void SessionResumed(ILogger logger, string session, string source, ulong sequence, string lost);

    [LoggerMessage(4022, LogLevel.Warning, "A resume token of session {Session} would be too large: it goes without {Left}.")]
    public static partial void TokenTooLarge(ILogger logger, string session, string left);

    [LoggerMessage(4040, LogLevel.Warning, "{Stream} at {Address} does not answer: {Reason}")]
    public static partial void TrialMissing(ILogger logger, string stream, string address, string reason);

    [LoggerMessage(4041, LogLevel.Warning, "Session {Session} leaves the {Stream} stream's canary and goes on with the service in use: {Reason}")]
    public static partial void CanaryLeft(ILogger logger, string session, string stream, string reason);

    [LoggerMessage(4042, LogLevel.Information, "{Summary}")]
    public static partial void ShadowSummary(ILogger logger, string summary);
}
