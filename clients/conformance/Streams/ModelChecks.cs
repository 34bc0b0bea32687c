using EmotionGrpc.Conformance.Checks;
using EmotionGrpc.V1;

namespace EmotionGrpc.Conformance.Streams;

/// <summary>Checks of GetModel.</summary>
internal sealed class ModelChecks(StreamClient client)
{
    private const uint LeastSide = 8;
    private const uint MostSide = 1024;

    /// <summary>The checks.</summary>
    public IReadOnlyList<Check> All =>
    [
        new("model-version", "ModelVersion: name and version name a model exactly; results carry them.", VersionAsync),
        new("model-labels", "Model.labels: the labels in the order of the logits, lower case English, each once.", LabelsAsync),
        new("model-label-type", "Model.label_type: SINGLE or MULTI; not said is refused by Fusion.", LabelTypeAsync),
        new("model-temporal-mode", "Model.temporal_mode: PER_FRAME, STATEFUL or CLIP; clip_frames is 0 unless it is CLIP.", TemporalAsync),
        new("model-sample", "Model.sample: a crop of 8 to 1024 pixels a side with its part and format, or the keypoints, or both.", SampleAsync),
        new("model-same", "GetModel: callers ask at every connect; while sessions are open only version and provider may change.", SameAsync),
    ];

    private async Task VersionAsync(CancellationToken cancellationToken)
    {
        var version = (await client.GetModelAsync(cancellationToken)).Version;
        Expect.That(version is { Name.Length: > 0, Version.Length: > 0 }, $"The name is \"{version?.Name}\", the version \"{version?.Version}\".");
    }

    private async Task LabelsAsync(CancellationToken cancellationToken)
    {
        var labels = (await client.GetModelAsync(cancellationToken)).Labels;
        Expect.That(labels.Count > 0, $"There are no labels.");
        foreach (var label in labels)
            Expect.That(label.Length > 0 && label.All(c => !char.IsUpper(c)) && labels.Count(l => l == label) == 1, $"\"{label}\" is empty, has capitals, or is there twice.");
    }

    private async Task LabelTypeAsync(CancellationToken cancellationToken)
    {
        var type = (await client.GetModelAsync(cancellationToken)).LabelType;
        Expect.That(type is LabelType.Single or LabelType.Multi, $"It is {type}.");
    }

    private async Task TemporalAsync(CancellationToken cancellationToken)
    {
        var model = await client.GetModelAsync(cancellationToken);
        Expect.That(model.TemporalMode is TemporalMode.PerFrame or TemporalMode.Stateful or TemporalMode.Clip, $"It is {model.TemporalMode}.");
        Expect.That(model.ClipFrames > 0 == (model.TemporalMode == TemporalMode.Clip), $"temporal_mode is {model.TemporalMode} and clip_frames {model.ClipFrames}.");
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        var sample = (await client.GetModelAsync(cancellationToken)).Sample;
        Expect.That(sample is { Crop: not null } or { Keypoints: true }, $"It wants neither a crop nor the keypoints.");
        if (sample!.Crop is not { } crop)
            return;
        Expect.That(crop.Width is >= LeastSide and <= MostSide && crop.Height is >= LeastSide and <= MostSide, $"The crop is {crop.Width}x{crop.Height}.");
        Expect.That(crop.Kind is CropKind.Face or CropKind.Body or CropKind.FullBody, $"The crop's kind is {crop.Kind}.");
        Expect.That(crop.Format is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Rgb24 or ImageFormat.Bgr24, $"The crop's format is {crop.Format}.");
        Expect.That(crop.Margin is >= 0 and <= 2, $"The crop's margin is {crop.Margin}.");
    }

    private async Task SameAsync(CancellationToken cancellationToken)
    {
        var first = await client.GetModelAsync(cancellationToken);
        var second = await client.GetModelAsync(cancellationToken);
        (first.Version, first.Provider) = (second.Version, second.Provider);
        Expect.That(first.Equals(second), $"Asked twice, it said \"{first}\" and \"{second}\".");
    }
}
