using EmotionGrpc.Eval.Metrics;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Tests.Metrics;

/// <summary>
/// Expected values come from numpy 1.24 and scipy 1.10:
/// <code>
/// import numpy as np
/// from scipy.optimize import minimize_scalar
/// from scipy.special import log_softmax
/// t = np.array(Truth); z = np.array(Logits)
/// def nll(T): return -log_softmax(z / T, 1)[range(10), t].mean()
/// def ece(T):
///     p = np.exp(log_softmax(z / T, 1)); c = p.max(1); right = p.argmax(1) == t; b = np.ceil(10 * c)
///     return sum((b == i).mean() * abs(c[b == i].mean() - right[b == i].mean()) for i in set(b))
/// T = np.exp(minimize_scalar(lambda l: nll(np.exp(l)), bounds=np.log([.05, 20]), method="bounded", options={"xatol": 1e-12}).x)
/// nll(1), ece(1)  # 0.872663724323145, 0.15580322284484696
/// T               # 2.002372507355661
/// nll(T), ece(T)  # 0.7233084712808584, 0.09428896343036204
/// </code>
/// </summary>
public sealed class CalibrationTests
{
    private static readonly int[] s_truth = [0, 0, 1, 2, 2, 2, 1, 0, 2, 1];

    private static readonly float[][] s_logits =
    [
        [4, 1, 0], [1, 3, 2], [0, 6, -1], [1, .5f, 5], [2, 1, 3], [5, 0, 1], [2, 3, 1], [6, 1, -2], [-1, 0, 4], [3, 2, 0],
    ];

    [Fact]
    public void Compute_TenSamples_AgreesWithScipy()
    {
        var calibration = Calibration.Compute(LabelType.Single, Samples());

        Assert.Equal(0.872663724323145, calibration.NegativeLogLikelihood!.Value, 12);
        Assert.Equal(0.15580322284484696, calibration.Error!.Value, 12);
        Assert.Equal(2.002372507355661, calibration.BestTemperature!.Value, 6);
        Assert.Equal(0.7233084712808584, calibration.NegativeLogLikelihoodAtBest!.Value, 12);
        Assert.Equal(0.09428896343036204, calibration.ErrorAtBest!.Value, 6);
    }

    [Fact]
    public void Compute_LogitsTimesThree_TriplesTheTemperatureAndNothingElseAtIt()
    {
        var once = Calibration.Compute(LabelType.Single, Samples());
        var thrice = Calibration.Compute(LabelType.Single, Samples(3));

        Assert.Equal(3 * once.BestTemperature!.Value, thrice.BestTemperature!.Value, 9);
        Assert.Equal(once.NegativeLogLikelihoodAtBest!.Value, thrice.NegativeLogLikelihoodAtBest!.Value, 12);
        Assert.Equal(once.ErrorAtBest!.Value, thrice.ErrorAtBest!.Value, 9);
        Assert.True(thrice.Error > once.Error);
    }

    [Fact]
    public void Compute_AsOftenRightAsItSays_HasNoErrorAndTemperatureOne()
    {
        // Confidence 3/4, of which 3 of 4 are right, and confidence 9/10, of which 9 of 10 are.
        var calibration = Calibration.Compute(LabelType.Single, [.. Binary(3, rights: 3, wrongs: 1), .. Binary(9, rights: 9, wrongs: 1)]);

        Assert.Equal(0, calibration.Error!.Value, 6);
        Assert.Equal(1, calibration.BestTemperature!.Value, 6);
        Assert.Equal(0, calibration.ErrorAtBest!.Value, 6);
    }

    [Fact]
    public void Compute_TwoConfidencesOfOneBin_AreTakenTogether()
    {
        // 0.75 is right and nearly 0.8 wrong: |0.775 - 0.5|, not the mean of 0.25 and 0.8.
        var error = CalibrationError.Compute([.. Binary(3, rights: 1, wrongs: 0), .. Binary(3.99, rights: 0, wrongs: 1)], 1);

        Assert.Equal(((3 / 4.0) + (3.99 / 4.99) - 1) / 2, error!.Value, 6);
    }

    [Fact]
    public void Compute_ImpossibleByFloatingPoint_StaysFinite() =>
        Assert.Equal(4000, NegativeLogLikelihood.Compute([new(1, [2000, -2000])], 1)!.Value, 9);

    [Fact]
    public void Find_EveryPredictionRight_IsNotDefined() => Assert.Null(BestTemperature.Find([.. Binary(3, rights: 4, wrongs: 0)]));

    [Fact]
    public void Find_RightNoMoreOftenThanChance_IsNotDefined() => Assert.Null(BestTemperature.Find([.. Binary(3, rights: 2, wrongs: 2)]));

    [Fact]
    public void Compute_MultiLabel_IsNotDefined() =>
        Assert.Equal(new(null, null, null, null, null), Calibration.Compute(LabelType.Multi, Samples()));

    [Fact]
    public void Compute_NoSamples_IsNotDefined() =>
        Assert.Equal(new(null, null, null, null, null), Calibration.Compute(LabelType.Single, []));

    private static ClassificationSample[] Samples(float scale = 1) =>
        [.. s_truth.Zip(s_logits, (t, z) => new ClassificationSample(t, [.. z.Select(l => scale * l)]))];

    /// <summary>Samples of two labels that say the first at the given odds.</summary>
    private static IEnumerable<ClassificationSample> Binary(double odds, int rights, int wrongs)
    {
        float[] logits = [(float)Math.Log(odds), 0];
        return Enumerable.Range(0, rights + wrongs).Select(i => new ClassificationSample(i < rights ? 0 : 1, logits));
    }
}
