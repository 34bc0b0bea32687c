namespace EmotionGrpc.Reliability.Faults;

/// <summary>What happens to the suite while cameras stream.</summary>
internal interface IFaults
{
    /// <summary>All that was done, oldest first.</summary>
    IReadOnlyList<Fault> All { get; }

    /// <summary>Goes on until it is ended; then everything is whole again.</summary>
    Task RunAsync(CancellationToken ending);
}
