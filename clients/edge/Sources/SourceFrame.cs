using OpenCvSharp;

namespace EmotionGrpc.Edge.Sources;

/// <summary>A picture of a source.</summary>
/// <param name="Pixels">8-bit BGR; whoever has the frame disposes it.</param>
/// <param name="Time">When it was taken, by the source's clock, from its first picture.</param>
internal sealed record SourceFrame(Mat Pixels, TimeSpan Time) : IDisposable
{
    public void Dispose() => Pixels.Dispose();
}
