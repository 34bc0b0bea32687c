using OpenCvSharp;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>A frame's pixels, and the clock of its stages. Disposed by who does not hand it on.</summary>
internal sealed record DecodedFrame(Mat Pixels, StageClock Clock) : IDisposable
{
    public void Dispose() => Pixels.Dispose();
}
