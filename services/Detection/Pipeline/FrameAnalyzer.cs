using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Masks;
using EmotionGrpc.Detection.Models;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>All that is found in one frame without knowing the others: decode, pose, faces, masks.</summary>
internal sealed class FrameAnalyzer(ImageDecoder decoder, DetectionModels models, PoseDetector poses, FaceFinder faces)
{
    /// <summary>Analyzes a frame.</summary>
    /// <param name="image">The picture as it came.</param>
    /// <param name="personScore">Least score of a pose.</param>
    /// <param name="plan">How far faces without a pose are looked for.</param>
    /// <param name="session">Whose frame it is; sessions take turns at the models.</param>
    /// <param name="cancellationToken">Gives the frame up.</param>
    /// <exception cref="ImageException">The picture is not usable.</exception>
    public async Task<FrameFindings> AnalyzeAsync(Image? image, float personScore, FaceSearchPlan plan, string session, CancellationToken cancellationToken)
    {
        var clock = new StageClock();
        using var use = models.Use();
        var work = new FrameWork(use, session, clock, cancellationToken);
        var frame = decoder.Decode(image);
        try
        {
            clock.Finish("decode");
            var found = await poses.FindAsync(frame, personScore, work);
            clock.Finish("pose");
            var (ofPoses, others) = await faces.FindAsync(frame, found, plan, work);
            clock.Finish("face");
            var persons = found.Select((pose, i) => (Pose: (BodyPose?)pose, Face: ofPoses[i]))
                .Concat(others.Select(face => (Pose: (BodyPose?)null, Face: (DetectedFace?)face)));
            var findings = new FrameFindings(
                frame,
                await Task.WhenAll(persons.Select(async p => new FoundPerson(p.Pose, p.Face, await ClassifyAsync(p.Face)))),
                use.Versions,
                clock);
            clock.Finish("mask");
            return findings;
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        Task<Mask?> ClassifyAsync(DetectedFace? face) =>
            face is null ? Task.FromResult<Mask?>(null) : MaskClassifier.ClassifyAsync(frame, face, work);
    }
}
