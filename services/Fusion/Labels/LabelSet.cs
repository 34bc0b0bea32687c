using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Labels;

/// <summary>The labels of a session, in their order, and how they relate.</summary>
internal sealed record LabelSet(IReadOnlyList<string> Labels, LabelType Type)
{
    /// <summary>The labels on which all models agree: those of the first that the others know too, in its order.</summary>
    /// <exception cref="TaxonomyException">The models' labels do not meet.</exception>
    public static LabelSet Meet(params IReadOnlyList<Model> models)
    {
        var first = Of(models[0]);
        var common = first.Labels.Where(l => models.All(m => m.Labels.Contains(l))).ToArray();
        var meet = new LabelSet(common, first.Type);
        foreach (var model in models)
            LabelAlignment.Create(meet, model.Labels, model.LabelType, model.Version?.Name ?? "");
        return meet;
    }

    /// <summary>A model's own labels.</summary>
    public static LabelSet Of(Model model) => new([.. model.Labels], model.LabelType);
}
