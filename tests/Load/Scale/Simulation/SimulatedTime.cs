namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>The simulation's clock for the suite's own classes.</summary>
internal sealed class SimulatedTime(Simulator simulator) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (long)(simulator.Now * TimestampFrequency);
}
