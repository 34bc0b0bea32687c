namespace EmotionGrpc.Integration.Tests;

/// <summary>How long these tests and the services that they start wait for what must come: a slow machine is no fault.</summary>
internal static class Patience
{
    /// <summary>As long as a call may last.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromMinutes(3);

    /// <summary>Settings of a Fusion that gives up no frame because it is slow; what is gone it still tells at once.</summary>
    public static readonly string[] Settings = ["--Fusion:DetectionTimeoutMilliseconds=60000", "--Fusion:StreamTimeoutMilliseconds=60000", "--Fusion:TimeToLiveSeconds=60"];
}
