namespace EmotionGrpc.Load.Scale.Points;

/// <summary>One setting of everything that throughput depends on.</summary>
/// <param name="Cameras">Cameras, each of which sends the next frame as soon as it is taken.</param>
/// <param name="Processes">Whether each service is a process.</param>
/// <param name="Processors">Processors that the suite may use.</param>
/// <param name="People">People in each picture.</param>
/// <param name="Width">Of the pictures in pixels.</param>
/// <param name="Height">Of the pictures in pixels.</param>
/// <param name="Cadence">Frames at most from one search for persons to the next.</param>
/// <param name="HeldOut">Whether the model is not fitted to it, only tried on it.</param>
internal sealed record ScalePoint(int Cameras, bool Processes, int Processors, int People, int Width, int Height, int Cadence, bool HeldOut)
{
    public double Megapixels => Width * Height / 1e6;

    /// <summary>For tables.</summary>
    public string Name => FormattableString.Invariant(
        $"{Cameras} cam, {Processors} proc{(Processes ? ", split" : "")}, {People} people, {Width}x{Height}, cadence {Cadence}");
}
