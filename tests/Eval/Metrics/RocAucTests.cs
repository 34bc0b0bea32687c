using EmotionGrpc.Eval.Metrics;

namespace EmotionGrpc.Eval.Tests.Metrics;

public sealed class RocAucTests
{
    private const int Digits = 12;

    [Fact]
    public void Binary_TiedScores_AgreesWithScikitLearn()
    {
        // roc_auc_score([0, 0, 1, 1, 0, 1], [.1, .4, .4, .8, .8, .8])
        var area = RocAuc.Binary([false, false, true, true, false, true], [.1, .4, .4, .8, .8, .8]);

        Assert.Equal(0.7222222222222222, area!.Value, Digits);
    }

    [Theory]
    [InlineData(0, 0.6904761904761905)]
    [InlineData(1, 0.9047619047619048)]
    [InlineData(2, 0.875)]
    public void OneVersusRest_ThreeLabels_AgreesWithScikitLearn(int label, double expected) =>
        Assert.Equal(expected, RocAuc.OneVersusRest(label, Reference.Truth, Reference.Scores)!.Value, Digits);

    [Fact]
    public void Macro_ThreeLabels_AgreesWithScikitLearn() =>
        Assert.Equal(0.8234126984126985, RocAuc.Macro(3, Reference.Truth, Reference.Scores)!.Value, Digits);

    [Fact]
    public void Micro_ThreeLabels_AgreesWithScikitLearn() =>
        Assert.Equal(0.805, RocAuc.Micro(3, Reference.Truth, Reference.Scores)!.Value, Digits);

    [Fact]
    public void Binary_AllScoresEqual_IsHalf() =>
        Assert.Equal(0.5, RocAuc.Binary([true, false, true, false, false], [.3, .3, .3, .3, .3]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Binary_OneClassOnly_IsNotDefined(bool positive) =>
        Assert.Null(RocAuc.Binary([positive, positive], [.1, .9]));

    [Fact]
    public void Binary_NoSamples_IsNotDefined() => Assert.Null(RocAuc.Binary([], []));

    [Fact]
    public void Macro_LabelThatDoesNotOccur_IsLeftOut()
    {
        int[] truth = [0, 1, 0];
        double[][] scores = [[.8, .1, .1], [.2, .7, .1], [.3, .5, .2]];

        // Label 0 tells its samples from the rest without fault, as does label 1; label 2 has no sample.
        Assert.Equal(1, RocAuc.Macro(3, truth, scores));
    }

    [Fact]
    public void Binary_ManyEqualClasses_DoesNotOverflow()
    {
        const int n = 100_000;
        var area = RocAuc.Binary([.. Enumerable.Range(0, n).Select(i => i % 2 == 0)], [.. Enumerable.Range(0, n).Select(i => (double)i)]);

        // Every negative at 2k+1 stands above the k+1 positives up to 2k: the area is (n/2 - 1) / n.
        Assert.Equal((n / 2.0 - 1) / n, area!.Value, Digits);
    }
}
