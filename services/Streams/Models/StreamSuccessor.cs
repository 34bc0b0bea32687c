using EmotionGrpc.Inference.Models;
using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Models;

/// <summary>
/// Whether callers can go on with a new version of a model. They asked what it is (GetModel) when they connected, so that all but version and provider must be
/// as it was; whatever differs needs a start of the service, at which callers connect and ask again.
/// </summary>
internal static class StreamSuccessor
{
    /// <summary>Compares what is in service with what shall follow.</summary>
    /// <exception cref="ModelException">Callers could not go on.</exception>
    public static void Check(StreamModel old, StreamModel next)
    {
        var (was, becomes) = (old.Describe(), next.Describe());
        if (!was.Labels.SequenceEqual(becomes.Labels))
            throw Refuse(next, $"labels are {string.Join(", ", becomes.Labels)}, and were {string.Join(", ", was.Labels)}");
        if (was.LabelType != becomes.LabelType)
            throw Refuse(next, $"labelType is {becomes.LabelType}, and was {was.LabelType}");
        if ((was.TemporalMode, was.ClipFrames) != (becomes.TemporalMode, becomes.ClipFrames))
            throw Refuse(next, $"temporal mode is {Temporal(becomes)}, and was {Temporal(was)}");
        if (!was.Sample.Equals(becomes.Sample))
            throw Refuse(next, $"input is {becomes.Sample}, and was {was.Sample}");
    }

    private static ModelException Refuse(StreamModel next, string what) =>
        new($"The {what}, in version {next.Manifest.Version} of model '{next.Manifest.Name}'; callers of a running service rely on it: start the service anew for this version.");

    private static string Temporal(Model model) => model.ClipFrames > 0 ? $"{model.TemporalMode} of {model.ClipFrames}" : $"{model.TemporalMode}";
}
