namespace EmotionGrpc.Hosting.Telemetry;

/// <summary>How a service is named in what operators look at.</summary>
/// <param name="Name">Its configuration section, for instance "FaceStream".</param>
public sealed record ServiceIdentity(string Name)
{
    /// <summary>Its name in metrics, for instance "face-stream".</summary>
    public string Label { get; } = LabelText.Of(Name);

    /// <summary>The name of its source of spans.</summary>
    public string Source { get; } = $"EmotionGrpc.{Name}";
}
