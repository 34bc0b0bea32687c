using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>A session's options, checked, with the server's defaults filled in.</summary>
internal sealed record SessionSettings(
    IFusionPolicy Policy, int Segments, TimeSpan Window, TimeSpan TimeToLive, string Source, bool Keypoints, bool Explain, bool NewestOnly, uint Cadence)
{
    private const int MaximumSource = 64;
    private const int MaximumSegments = 64;
    private const uint MaximumCadence = 100;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    /// <summary>Checks options.</summary>
    /// <param name="options">What the client said; null: nothing.</param>
    /// <param name="path">Where in the message, for errors.</param>
    /// <param name="catalog">The policies.</param>
    /// <param name="defaults">The server's settings.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT naming the field.</exception>
    public static SessionSettings Check(SessionOptions? options, string path, PolicyCatalog catalog, FusionServiceOptions defaults)
    {
        var (policy, segments, window) = CheckFusion(options?.Fusion, $"{path}.fusion", catalog, defaults);
        var timeToLive = CheckTimeToLive(options?.TimeToLive, $"{path}.time_to_live") ?? TimeSpan.FromSeconds(defaults.TimeToLiveSeconds);
        var source = options?.Source ?? "";
        if (source.Length > MaximumSource)
            throw GrpcError.InvalidArgument($"{path}.source", $"The source has {source.Length} characters; allowed are {MaximumSource}.");
        var cadence = options?.Cadence ?? 0;
        if (cadence > MaximumCadence)
            throw GrpcError.InvalidArgument($"{path}.cadence", $"A cadence of {cadence} frames is too long; allowed are 1 to {MaximumCadence}, or 0 for the server's default.");
        return new SessionSettings(
            policy,
            segments,
            window,
            timeToLive,
            source,
            options?.Keypoints ?? false,
            options?.Explain ?? false,
            options?.NewestOnly ?? false,
            cadence == 0 ? (uint)defaults.Cadence : cadence);
    }

    /// <summary>Checks how to fuse.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT naming the field.</exception>
    public static (IFusionPolicy Policy, int Segments, TimeSpan Window) CheckFusion(
        FusionOptions? options, string path, PolicyCatalog catalog, FusionServiceOptions defaults)
    {
        var kind = options?.Policy ?? FusionPolicy.Unspecified;
        var policy = catalog.Find(kind)
            ?? throw GrpcError.InvalidArgument($"{path}.policy", $"The fusion policy {(int)kind} is not known; {PolicyCatalog.Allowed}.");
        var segments = options?.Segments ?? 0;
        if (segments > MaximumSegments)
            throw GrpcError.InvalidArgument($"{path}.segments", $"{segments} segments are too many; allowed are 1 to {MaximumSegments}, or 0 for the server's default.");
        var window = TimeSpan.FromSeconds(defaults.WindowSeconds);
        if (options?.Window is { } wanted)
            window = CheckRange(wanted, $"{path}.window", TimeSpan.FromSeconds(0.1));
        return (policy, segments == 0 ? defaults.Segments : (int)segments, window);
    }

    /// <summary>Checks a time to live.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT naming the field.</exception>
    public static TimeSpan? CheckTimeToLive(Duration? value, string path) =>
        value is null ? null : CheckRange(value, path, TimeSpan.FromSeconds(0.01));

    /// <summary>The options in force.</summary>
    public SessionOptions ToMessage() => new()
    {
        Fusion = new FusionOptions { Policy = Policy.Kind, Segments = (uint)Segments, Window = Duration.FromTimeSpan(Window) },
        TimeToLive = Duration.FromTimeSpan(TimeToLive),
        Source = Source,
        Keypoints = Keypoints,
        Explain = Explain,
        NewestOnly = NewestOnly,
        Cadence = Cadence,
    };

    private static TimeSpan CheckRange(Duration value, string path, TimeSpan least)
    {
        // Compared in doubles: a hostile Duration does not fit a TimeSpan.
        var seconds = value.Seconds + (value.Nanos / 1e9);
        if (!(seconds >= least.TotalSeconds && seconds <= s_longest.TotalSeconds))
            throw GrpcError.InvalidArgument(path, FormattableString.Invariant($"{seconds} s is out of range; allowed are {least.TotalSeconds} to {s_longest.TotalSeconds} s."));
        return TimeSpan.FromSeconds(seconds);
    }
}
