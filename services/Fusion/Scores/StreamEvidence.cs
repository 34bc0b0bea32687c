using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Scores;

/// <summary>Where a stream found evidence in the crop that it scored.</summary>
internal sealed class StreamEvidence
{
    private readonly Activations _activations;
    private readonly LabelAlignment _alignment;
    private readonly IReadOnlyList<Point> _region;

    private StreamEvidence(Activations activations, LabelAlignment alignment, IReadOnlyList<Point> region)
    {
        _activations = activations;
        _alignment = alignment;
        _region = region;
    }

    /// <summary>Takes activations in.</summary>
    /// <param name="activations">As the stream service gave them.</param>
    /// <param name="alignment">From its labels to the session's.</param>
    /// <param name="region">The corners of the crop in the frame; may be empty.</param>
    /// <returns>Null when there are none, or not a map of numbers for each label.</returns>
    public static StreamEvidence? Read(Activations? activations, LabelAlignment alignment, IReadOnlyList<Point> region)
    {
        if (activations is null || activations.Width == 0 || activations.Height == 0)
            return null;
        var expected = (decimal)activations.Width * activations.Height * alignment.SourceCount;
        return activations.Values.Count == expected && activations.Values.All(float.IsFinite) ? new StreamEvidence(activations, alignment, region) : null;
    }

    /// <summary>The map of a label.</summary>
    /// <param name="label">Its place among the session's labels.</param>
    public Heatmap Map(int label)
    {
        var cells = (int)(_activations.Width * _activations.Height);
        return new Heatmap
        {
            Width = _activations.Width,
            Height = _activations.Height,
            Values = { _activations.Values.Skip(_alignment.Source(label) * cells).Take(cells) },
            Region = { _region },
        };
    }
}
