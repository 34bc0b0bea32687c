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
        var poses = await work.RunAsync(model, pixels, outputs => PoseDecoder.Decode(work.Count(outputs)[0], letterbox, input.Width, input.Height, threshold));
        poses.RemoveAll(p => p.VisibleJoints < options.Value.MinimumKeypoints);
        return PoseSuppression.Apply(poses, options.Value.DuplicateSimilarity);
    }
}
