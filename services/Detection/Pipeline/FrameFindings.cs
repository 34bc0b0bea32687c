using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>What the models found in a frame, and the frame itself, from which crops are cut. Disposed by who reads it.</summary>
internal sealed record FrameFindings(DecodedFrame Decoded, IReadOnlyList<FoundPerson> Persons, IReadOnlyList<ModelVersion> Models) : IDisposable
{
    public Mat Frame => Decoded.Pixels;

    public StageClock Clock => Decoded.Clock;

    public void Dispose() => Decoded.Dispose();
}
