using EmotionGrpc.Eval.CommandLine;

namespace EmotionGrpc.Eval.Labels;

/// <summary>Maps the labels of a data set to those of a model.</summary>
internal static class EmotionLabels
{
    private static readonly Dictionary<string, string> Synonyms = new()
    {
        ["calm"] = "neutral",
        ["none"] = "neutral",
        ["happy"] = "happiness",
        ["joy"] = "happiness",
        ["surprised"] = "surprise",
        ["sad"] = "sadness",
        ["angry"] = "anger",
        ["disgusted"] = "disgust",
        ["fearful"] = "fear",
        ["afraid"] = "fear",
    };

    /// <summary>Maps every row's label to its index among the model's labels; case does not matter, common synonyms are understood.</summary>
    /// <exception cref="EvalException">A label that the model does not know; the message names the line and the labels allowed.</exception>
    public static IReadOnlyList<LabelledFile> Map(IReadOnlyList<LabelRow> rows, IReadOnlyList<string> labels) =>
        [.. rows.Select(row => new LabelledFile(row.Path, Index(row, labels)))];

    private static int Index(LabelRow row, IReadOnlyList<string> labels)
    {
        var name = row.Label.ToLowerInvariant();
        var index = IndexOf(labels, name);
        if (index < 0 && Synonyms.TryGetValue(name, out var canonical))
            index = IndexOf(labels, canonical);
        if (index >= 0)
            return index;

        var synonyms = Synonyms.Where(s => IndexOf(labels, s.Value) >= 0).Select(s => s.Key).ToList();
        var also = synonyms.Count == 0 ? "" : $" (or the synonyms {string.Join(", ", synonyms)})";
        throw new EvalException(
            ExitCode.Data, $"{row.Place}: the label '{row.Label}' is not known; allowed are {string.Join(", ", labels)}{also}.");
    }

    private static int IndexOf(IReadOnlyList<string> labels, string name)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }
}
