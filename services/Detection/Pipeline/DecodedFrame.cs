using OpenCvSharp;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>A frame's pixels, and the clock of its stages. Disposed by who does not hand it on.</summary>
/// <param name="Pixels">8-bit BGR; of a large frame fewer than it has. Everything is found, tracked and cut in these.</param>
/// <param name="Whole">Size of the frame, in whose pixels it is told.</param>
/// <param name="Clock">Its clock.</param>
internal sealed record DecodedFrame(Mat Pixels, Size Whole, StageClock Clock) : IDisposable
{
    public void Dispose() => Pixels.Dispose();
}
