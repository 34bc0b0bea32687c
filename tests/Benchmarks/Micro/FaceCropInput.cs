using EmotionGrpc.Streams.Samples;
using EmotionGrpc.Streams.Samples.Crops;
using EmotionGrpc.V1;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>What the face stream's default model is given.</summary>
internal static class FaceCropInput
{
    public static ISampleInput Create() => CropInput.Create(ShippedModel.Read("face-tsn").Manifest, CropKind.Face, maximumTracks: 16);
}
