using EmotionGrpc.Inference.Models;
using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Samples.Crops;

/// <summary>Chooses how a model on crops is fed, by its temporal mode.</summary>
public static class CropInput
{
    /// <summary>Checks the manifest and chooses.</summary>
    /// <param name="manifest">What model.json says.</param>
    /// <param name="kind">Which part of the person the model looks at unless its manifest says.</param>
    /// <param name="maximumTracks">Tracks that a session remembers.</param>
    /// <exception cref="ModelException">The manifest does not fit.</exception>
    public static ISampleInput Create(ModelManifest manifest, CropKind kind, int maximumTracks)
    {
        var reader = new CropReader(manifest, kind);
        return manifest.Temporal switch
        {
            ModelTemporalMode.Clip => new CropClipInput(manifest, reader, maximumTracks),
            ModelTemporalMode.Stateful => new CropStateInput(reader, maximumTracks),
            _ => new CropFrameInput(reader),
        };
    }
}
