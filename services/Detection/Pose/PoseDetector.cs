using System.Buffers;
using System.Runtime.CompilerServices;
using EmotionGrpc.Detection.Pipeline;
using Microsoft.Extensions.Options;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Pose;

/// <summary>Finds persons and their keypoints.</summary>
internal sealed class PoseDetector(IOptions<DetectionOptions> options)
{
    /// <summary>Poses of at least a score, best first, one a person.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<List<BodyPose>> FindAsync(Mat frame, float threshold, FrameWork work)
    {
        var model = work.Models.Pose;
        var input = model.Manifest.Input;
        var letterbox = Letterbox.Fit(frame.Width, frame.Height, input.Width, input.Height);
        var pixels = ArrayPool<byte>.Shared.Rent(model.ItemLength);
        letterbox.Paint(frame, input.Width, input.Height, pixels);
        var poses = await work.RunAsync(
            model, pixels, static (outputs, s) => PoseDecoder.Decode(outputs[0], s.letterbox, s.input.Width, s.input.Height, s.threshold), (letterbox, input, threshold));
        for (var i = poses.Count - 1; i >= 0; i--)
        {
            if (poses[i].VisibleJoints < options.Value.MinimumKeypoints)
                poses.RemoveAt(i);
        }

        return PoseSuppression.Apply(poses, options.Value.DuplicateSimilarity);
    }
}
