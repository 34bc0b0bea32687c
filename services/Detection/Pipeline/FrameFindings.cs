using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>What the models found in a frame, and the frame itself, from which crops are cut. Disposed by who reads it.</summary>
internal sealed record FrameFindings(Mat Frame, IReadOnlyList<FoundPerson> Persons, IReadOnlyList<ModelVersion> Models, StageClock Clock) : IDisposable
{
    public void Dispose() => Frame.Dispose();
}
