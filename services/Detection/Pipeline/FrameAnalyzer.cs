using System.Runtime.CompilerServices;
using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Masks;
using EmotionGrpc.Detection.Models;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>All that is found in one frame without knowing the others: decode, pose, faces, masks.</summary>
internal sealed class FrameAnalyzer(ImageDecoder decoder, DetectionModels models, PoseDetector poses, FaceFinder faces, IOptions<DetectionOptions> options)
{
    /// <summary>Analyzes a frame.</summary>
    /// <param name="image">The picture as it came.</param>
    /// <param name="personScore">Least score of a pose.</param>
    /// <param name="plan">How far faces without a pose are looked for.</param>
    /// <param name="session">Whose frame it is; sessions take turns at the models.</param>
    /// <param name="cancellationToken">Gives the frame up.</param>
    /// <exception cref="ImageException">The picture is not usable.</exception>
    public ValueTask<FrameFindings> AnalyzeAsync(Image? image, float personScore, FaceSearchPlan plan, string session, CancellationToken cancellationToken) =>
        AnalyzeAsync(Decode(image), personScore, plan, session, cancellationToken);

    /// <summary>Decodes a frame.</summary>
    /// <exception cref="ImageException">The picture is not usable.</exception>
    public DecodedFrame Decode(Image? image)
    {
        var clock = new StageClock();
        var (pixels, whole) = decoder.Decode(image, options.Value.DecodedSide);
        clock.Finish("decode");
        return new DecodedFrame(pixels, whole, clock);
    }

    /// <summary>Analyzes a frame, which belongs to the findings from here on.</summary>
    /// <inheritdoc cref="AnalyzeAsync(Image, float, FaceSearchPlan, string, CancellationToken)"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<FrameFindings> AnalyzeAsync(DecodedFrame decoded, float personScore, FaceSearchPlan plan, string session, CancellationToken cancellationToken)
    {
        var (frame, _, clock) = decoded;
        using var use = models.Use();
        var work = new FrameWork(use, session, clock, cancellationToken);
        try
        {
            clock.Start();
            var found = await poses.FindAsync(frame, personScore, work);
            clock.Finish("pose");
            var (ofPoses, others, scene) = await faces.FindAsync(frame, found, plan, work);
            clock.Finish("face");
            var persons = new FoundPerson[found.Count + others.Count];
            var masks = new List<ValueTask<Mask?>>(persons.Length);
            for (var i = 0; i < persons.Length; i++)
                masks.Add(FaceOf(i) is { } face ? MaskClassifier.ClassifyAsync(frame, face, work) : default);
            var states = await ValueTasks.WhenAllAsync(masks);
            clock.Finish("mask");
            for (var i = 0; i < persons.Length; i++)
                persons[i] = new FoundPerson(i < found.Count ? found[i] : null, FaceOf(i), states[i]);
            return new FrameFindings(decoded, persons, use.Versions, scene);

            DetectedFace? FaceOf(int i) => i < found.Count ? ofPoses[i] : others[i - found.Count];
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Looks for the faces of persons who are known.</summary>
    /// <param name="decoded">The frame; it belongs to the findings, and stays the caller's where there are none.</param>
    /// <param name="expected">Where each person's face should be; null: of a person whose face is not known.</param>
    /// <param name="session">Whose frame it is.</param>
    /// <param name="cancellationToken">Gives the frame up.</param>
    /// <returns>The faces, and the findings without persons; null when one is not where it should be.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(DetectedFace?[] Faces, FrameFindings Findings)?> FollowAsync(
        DecodedFrame decoded, IReadOnlyList<DetectedFace?> expected, string session, CancellationToken cancellationToken)
    {
        var (frame, _, clock) = decoded;
        using var use = models.Use();
        var work = new FrameWork(use, session, clock, cancellationToken);
        clock.Start();
        var looks = new List<ValueTask<DetectedFace?>>(expected.Count);
        for (var i = 0; i < expected.Count; i++)
            looks.Add(expected[i] is { } face ? faces.FollowAsync(frame, face, work) : default);
        var found = await ValueTasks.WhenAllAsync(looks);
        clock.Finish("face");
        for (var i = 0; i < found.Length; i++)
        {
            if (expected[i] != null && found[i] is null)
                return null;
        }

        return (found, new FrameFindings(decoded, [], use.Versions));
    }
}
