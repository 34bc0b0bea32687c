using EmotionGrpc.Eval.Metrics;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Tests.Metrics;

public sealed class ClassificationMetricsTests
{
    [Fact]
    public void Of_SingleLabel_IsSoftmax()
    {
        // scipy.special.softmax([1.0, 2.0, 0.5, -1.0])
        double[] expected = [0.2242078180482012, 0.6094600375988771, 0.1359889157935055, 0.03034322855941622];

        var probabilities = Probabilities.Of([1, 2, 0.5f, -1], LabelType.Single);

        Assert.All(expected.Zip(probabilities), p => Assert.Equal(p.First, p.Second, 12));
    }

    [Fact]
    public void Of_LargeLogits_StaysFinite() => Assert.Equal([1, 0], Probabilities.Of([2000, -2000], LabelType.Single));

    [Fact]
    public void Of_MultiLabel_IsSigmoid()
    {
        var probabilities = Probabilities.Of([0, 2], LabelType.Multi);

        Assert.Equal(0.5, probabilities[0]);
        Assert.Equal(0.8807970779778823, probabilities[1], 12); // scipy.special.expit(2)
    }

    [Fact]
    public void Compute_LogitsOfKnownProbabilities_GivesEveryFigure()
    {
        ClassificationSample[] samples =
        [
            .. Reference.Truth.Zip(Reference.Scores, (t, s) => new ClassificationSample(t, [.. s.Select(p => (float)Math.Log(p))])),
        ];

        var metrics = ClassificationMetrics.Compute(["a", "b", "c"], LabelType.Single, samples);

        Assert.Equal(10, metrics.N);
        Assert.Equal(0.7, metrics.Accuracy!.Value, 12);
        Assert.Equal(0.6944444444444443, metrics.BalancedAccuracy!.Value, 12);
        Assert.Equal(["a", "b", "c"], metrics.PerLabel.Select(l => l.Label));
        Assert.Equal([3, 3, 4], metrics.PerLabel.Select(l => l.N));
        Assert.Equal(0.5, metrics.PerLabel[0].Precision);
        Assert.Equal(0.75, metrics.PerLabel[2].Recall);
        // Rounding to single precision may part a tie of two samples, which is worth half a pair of them.
        Assert.InRange(metrics.MacroRocAuc!.Value, 0.75, 0.9);
        Assert.InRange(metrics.MicroRocAuc!.Value, 0.75, 0.85);
    }

    [Fact]
    public void Compute_NoSamples_LeavesFiguresOpen()
    {
        var metrics = ClassificationMetrics.Compute(["a", "b"], LabelType.Single, []);

        Assert.Equal(0, metrics.N);
        Assert.Null(metrics.Accuracy);
        Assert.Null(metrics.MicroRocAuc);
    }
}
