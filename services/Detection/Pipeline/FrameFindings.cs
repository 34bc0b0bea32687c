using EmotionGrpc.Detection.Faces;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>What the models found in a frame, and the frame itself, from which crops are cut. Disposed by who reads it.</summary>
/// <param name="Decoded">The frame.</param>
/// <param name="Persons">Who is in it.</param>
/// <param name="Models">The models that said so.</param>
/// <param name="Scene">What the frame shows when it was due to be covered with tiles and has no face; null otherwise.</param>
internal sealed record FrameFindings(DecodedFrame Decoded, IReadOnlyList<FoundPerson> Persons, IReadOnlyList<ModelVersion> Models, FacelessScene? Scene = null) : IDisposable
{
    public Mat Frame => Decoded.Pixels;

    public StageClock Clock => Decoded.Clock;

    public void Dispose() => Decoded.Dispose();
}
