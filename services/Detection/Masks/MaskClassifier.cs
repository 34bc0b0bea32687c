using EmotionGrpc.Detection.Crops;
using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Models;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Masks;

/// <summary>Says whether a face wears a medical mask.</summary>
internal sealed class MaskClassifier(DetectionModels models)
{
    private readonly int _withMask = models.Mask?.Manifest.Labels.ToList().IndexOf("with-mask") ?? 0;

    /// <summary>The mask state; null when masks are not examined.</summary>
    public async Task<Mask?> ClassifyAsync(Mat frame, DetectedFace face, string session, StageClock clock, CancellationToken cancellationToken)
    {
        if (models.Mask is not { } model)
            return null;
        var input = model.Manifest.Input;
        float[] tensor;
        using (var crop = FaceCrop.Region(face, input.Margin).Cut(frame, input.Width, input.Height))
            tensor = PixelTensor.ToFloat(crop, input);
        var result = await model.RunAsync(tensor, session, cancellationToken);
        clock.AddModelTime(result.ModelMilliseconds);
        var logits = result.Outputs[0].Span;
        return MaskReading.Of(logits[1 - _withMask], logits[_withMask], model.Manifest.UnknownBelow);
    }
}
