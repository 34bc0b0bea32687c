using EmotionGrpc.Load.Cameras;

namespace EmotionGrpc.Load.Commands;

/// <summary>What the suite can do here and now.</summary>
internal static class Capacity
{
    // For a minute after a start the just-in-time compiler takes part of the processors: what is measured then is a fifth too low.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(15);

    /// <summary>Frames/s that cameras get answered when each sends the next frame as soon as the server takes it.</summary>
    public static async Task<double> MeasureAsync(string address, CameraPictures pictures, int cameras, Output output)
    {
        output.Say($"Warming up for {s_warmUp.TotalSeconds:0} seconds, then measuring the capacity for {s_duration.TotalSeconds:0}");
        await Fleet.RunAsync(address, pictures, cameras, null, s_warmUp);
        var report = await Fleet.RunAsync(address, pictures, cameras, null, s_duration);
        output.Say(FormattableString.Invariant($"capacity {report.ResultsPerSecond:0.0} frames/s"));
        return report.ResultsPerSecond;
    }
}
