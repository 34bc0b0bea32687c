using System.Numerics.Tensors;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>How two models' scores of one person differ.</summary>
/// <param name="Agrees">Whether they name the same label, or the same set of labels where each holds or not.</param>
/// <param name="Mean">Mean over the labels of the logits' absolute difference.</param>
/// <param name="ByLabel">The shadow's logit less the one in use, label by label.</param>
internal sealed record ScoreDifference(bool Agrees, double Mean, float[] ByLabel)
{
    /// <summary>Compares logits. Those of a softmax mean the same when all move together, so that their mean is taken off first.</summary>
    public static ScoreDifference Of(LabelType type, float[] ours, float[] theirs)
    {
        var difference = new float[ours.Length];
        TensorPrimitives.Subtract(theirs, ours, difference);
        if (type != LabelType.Multi)
            TensorPrimitives.Subtract(difference, TensorPrimitives.Sum<float>(difference) / difference.Length, difference);
        var agrees = type == LabelType.Multi
            ? ours.Zip(theirs).All(p => p.First > 0 == p.Second > 0)
            : TensorPrimitives.IndexOfMax<float>(ours) == TensorPrimitives.IndexOfMax<float>(theirs);
        return new ScoreDifference(agrees, TensorPrimitives.SumOfMagnitudes<float>(difference) / difference.Length, difference);
    }
}
