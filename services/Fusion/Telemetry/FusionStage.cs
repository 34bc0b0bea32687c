using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Telemetry;

/// <summary>The stages of a frame that Fusion measures.</summary>
internal static class FusionStage
{
    /// <summary>What the models took in stages.</summary>
    public static double ModelMilliseconds(IReadOnlyList<StageTime> times)
    {
        var sum = 0.0;
        for (var i = 0; i < times.Count; i++)
            sum += times[i].ModelMilliseconds;
        return sum;
    }

    /// <summary>What the models took in all services that a frame went through; what they tell of their own stages is in the list as well, and not counted twice.</summary>
    public static double ModelMillisecondsOfServices(IReadOnlyList<StageTime> times)
    {
        var sum = 0.0;
        for (var i = 0; i < times.Count; i++)
            sum += times[i].Stage is "detection" or "face-stream" or "body-stream" ? times[i].ModelMilliseconds : 0;
        return sum;
    }

    /// <summary>Counts a stage in and gives it the form of the contract.</summary>
    public static StageTime Measured(string stage, double milliseconds, double modelMilliseconds = 0)
    {
        StageMetrics.Record("fusion", stage, milliseconds, modelMilliseconds);
        return new StageTime { Stage = stage, Milliseconds = (float)milliseconds, ModelMilliseconds = (float)modelMilliseconds };
    }
}
