using System.Buffers;
using EmotionGrpc.Detection.Crops;
using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Masks;

/// <summary>Says whether a face wears a medical mask.</summary>
internal static class MaskClassifier
{
    /// <summary>The mask state; null when masks are not examined.</summary>
    public static async Task<Mask?> ClassifyAsync(Mat frame, DetectedFace face, FrameWork work)
    {
        if (work.Models.Mask is not { } model)
            return null;
        var input = model.Manifest.Input;
        var tensor = ArrayPool<float>.Shared.Rent(model.ItemLength);
        using (var crop = FaceCrop.Region(face, input.Margin).Cut(frame, input.Width, input.Height))
            PixelTensor.ToFloat(crop, input, tensor);
        var withMask = model.Manifest.Labels[0] == "with-mask" ? 0 : 1;
        return await work.RunAsync(model, tensor, outputs => Read(work.Count(outputs)[0]));

        Mask Read(ReadOnlySpan<float> scores) => MaskReading.Of(scores[1 - withMask], scores[withMask], model.Manifest.UnknownBelow);
    }
}
