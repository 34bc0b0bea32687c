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
        float[] tensor;
        using (var crop = FaceCrop.Region(face, input.Margin).Cut(frame, input.Width, input.Height))
            tensor = PixelTensor.ToFloat(crop, input);
        var result = await model.RunAsync(tensor, work.Session, work.CancellationToken);
        work.Clock.AddModelTime(result.ModelMilliseconds);
        var logits = result.Outputs[0].Span;
        var withMask = model.Manifest.Labels[0] == "with-mask" ? 0 : 1;
        return MaskReading.Of(logits[1 - withMask], logits[withMask], model.Manifest.UnknownBelow);
    }
}
