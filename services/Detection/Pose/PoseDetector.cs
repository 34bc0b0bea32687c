using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Inference.Images;
using Microsoft.Extensions.Options;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Pose;

/// <summary>Finds persons and their keypoints.</summary>
internal sealed class PoseDetector(IOptions<DetectionOptions> options)
{
    /// <summary>Poses of at least a score, best first, one a person.</summary>
    public async Task<List<BodyPose>> FindAsync(Mat frame, float threshold, FrameWork work)
    {
        var model = work.Models.Pose;
        var input = model.Manifest.Input;
        var letterbox = Letterbox.Fit(frame.Width, frame.Height, input.Width, input.Height);
        byte[] pixels;
        using (var painted = letterbox.Paint(frame, input.Width, input.Height))
            pixels = PixelTensor.ToRgbBytes(painted);
        var result = await model.RunAsync(pixels, work.Session, work.CancellationToken);
        work.Clock.AddModelTime(result.ModelMilliseconds);
        var poses = PoseDecoder.Decode(result.Outputs[0].Span, letterbox, input.Width, input.Height, threshold);
        poses.RemoveAll(p => p.VisibleJoints < options.Value.MinimumKeypoints);
        return PoseSuppression.Apply(poses, options.Value.DuplicateSimilarity);
    }
}
