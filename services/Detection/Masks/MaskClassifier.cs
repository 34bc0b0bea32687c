using System.Buffers;
using System.Runtime.CompilerServices;
using EmotionGrpc.Detection.Crops;
using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Masks;

/// <summary>Says whether a face wears a medical mask.</summary>
internal static class MaskClassifier
{
    /// <summary>The mask state; null when masks are not examined.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<Mask?> ClassifyAsync(Mat frame, DetectedFace face, FrameWork work)
    {
        if (work.Models.Mask is not { } model)
            return null;
        var input = model.Manifest.Input;
        var tensor = ArrayPool<float>.Shared.Rent(model.ItemLength);
        FaceCrop.Region(face, input.Margin).Cut(frame, input, tensor);
        var withMask = model.Manifest.Labels[0] == "with-mask" ? 0 : 1;
        return await work.RunAsync(
            model, tensor, static (outputs, s) => MaskReading.Of(outputs[0][1 - s.withMask], outputs[0][s.withMask], s.UnknownBelow), (withMask, model.Manifest.UnknownBelow));
    }
}
