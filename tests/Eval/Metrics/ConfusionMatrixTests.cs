using EmotionGrpc.Eval.Metrics;

namespace EmotionGrpc.Eval.Tests.Metrics;

public sealed class ConfusionMatrixTests
{
    private static readonly ConfusionMatrix s_matrix = new(3, Reference.Truth.Zip(Reference.Scores.Select(s => Array.IndexOf(s, s.Max()))));

    [Fact]
    public void Counts_ThreeLabels_AgreesWithScikitLearn()
    {
        Assert.Equal([2, 1, 0], s_matrix.Counts[0]);
        Assert.Equal([1, 2, 0], s_matrix.Counts[1]);
        Assert.Equal([1, 0, 3], s_matrix.Counts[2]);
    }

    [Fact]
    public void Accuracy_ThreeLabels_AgreesWithScikitLearn() => Assert.Equal(0.7, Accuracy.Compute(s_matrix)!.Value, 12);

    [Fact]
    public void BalancedAccuracy_ThreeLabels_AgreesWithScikitLearn() =>
        Assert.Equal(0.6944444444444443, BalancedAccuracy.Compute(s_matrix)!.Value, 12);

    [Fact]
    public void BalancedAccuracy_LabelThatDoesNotOccur_IsLeftOut() =>
        Assert.Equal(0.75, BalancedAccuracy.Compute(new ConfusionMatrix(3, [(0, 0), (1, 1), (1, 2)])));

    [Fact]
    public void Precision_LabelNeverPredicted_IsNotDefined()
    {
        var matrix = new ConfusionMatrix(2, [(0, 0), (1, 0)]);

        Assert.Equal(0.5, matrix.Precision(0));
        Assert.Null(matrix.Precision(1));
        Assert.Equal(0, matrix.Recall(1));
    }

    [Fact]
    public void Accuracy_NoSamples_IsNotDefined()
    {
        var matrix = new ConfusionMatrix(2, []);

        Assert.Null(Accuracy.Compute(matrix));
        Assert.Null(BalancedAccuracy.Compute(matrix));
    }
}
