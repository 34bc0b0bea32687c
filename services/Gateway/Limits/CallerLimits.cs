namespace EmotionGrpc.Gateway.Limits;

/// <summary>What one caller may use, its key's own limits included.</summary>
/// <param name="Sessions">Calls that are open at once.</param>
/// <param name="FramesPerSecond">Messages a second.</param>
/// <param name="BytesPerSecond">Bytes of messages a second.</param>
/// <param name="PictureBytes">Largest message in bytes.</param>
/// <param name="SessionAge">How long a call may last.</param>
internal sealed record CallerLimits(int Sessions, int FramesPerSecond, int BytesPerSecond, int PictureBytes, TimeSpan SessionAge)
{
    public static CallerLimits Of(CallerLimitOptions options) =>
        new(options.Sessions, options.FramesPerSecond, options.BytesPerSecond, options.PictureBytes, TimeSpan.FromMinutes(options.SessionMinutes));

    public CallerLimits With(LimitOverrides? overrides) => overrides is null
        ? this
        : new CallerLimits(
            overrides.Sessions ?? Sessions,
            overrides.FramesPerSecond ?? FramesPerSecond,
            overrides.BytesPerSecond ?? BytesPerSecond,
            overrides.PictureBytes ?? PictureBytes,
            overrides.SessionMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : SessionAge);
}
