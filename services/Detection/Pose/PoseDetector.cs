using EmotionGrpc.Detection.Models;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Inference.Images;
using Microsoft.Extensions.Options;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Pose;

/// <summary>Finds persons and their keypoints.</summary>
internal sealed class PoseDetector(DetectionModels models, IOptions<DetectionOptions> options)
{
    /// <summary>Poses of at least a score, best first, one a person.</summary>
    public async Task<List<BodyPose>> FindAsync(Mat frame, float threshold, string session, StageClock clock, CancellationToken cancellationToken)
    {
        var input = models.Pose.Manifest.Input;
        var letterbox = Letterbox.Fit(frame.Width, frame.Height, input.Width, input.Height);
        byte[] pixels;
        using (var painted = letterbox.Paint(frame, input.Width, input.Height))
            pixels = PixelTensor.ToRgbBytes(painted);
        var result = await models.Pose.RunAsync(pixels, session, cancellationToken);
        clock.AddModelTime(result.ModelMilliseconds);
        var poses = PoseDecoder.Decode(result.Outputs[0].Span, letterbox, input.Width, input.Height, threshold);
        poses.RemoveAll(p => p.VisibleJoints < options.Value.MinimumKeypoints);
        return PoseSuppression.Apply(poses, options.Value.DuplicateSimilarity);
    }
}
