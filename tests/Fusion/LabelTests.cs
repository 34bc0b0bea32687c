using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

public sealed class LabelTests
{
    [Fact]
    public void Align_OtherOrder_PutsLogitsByName()
    {
        var session = new LabelSet(["neutral", "anger", "fear"], LabelType.Single);
        var alignment = LabelAlignment.Create(session, ["fear", "neutral", "anger"], LabelType.Single, "m");
        Assert.Equal([2, 3, 1], alignment.Align([1, 2, 3])!);
    }

    [Fact]
    public void Align_WrongCountOrNotFinite_IsRefused()
    {
        var session = new LabelSet(["a", "b"], LabelType.Single);
        var alignment = LabelAlignment.Create(session, ["a", "b"], LabelType.Single, "m");
        Assert.Null(alignment.Align([1]));
        Assert.Null(alignment.Align([1, float.NaN]));
    }

    [Fact]
    public void Meet_MoreLabelsOnOneSide_KeepsTheCommonOnes()
    {
        var meet = LabelSet.Meet(Model("face", "neutral", "contempt", "anger"), Model("body", "anger", "neutral"));
        Assert.Equal(["neutral", "anger"], meet.Labels);
    }

    [Fact]
    public void Meet_NothingInCommon_NamesBoth()
    {
        var e = Assert.Throws<TaxonomyException>(() => LabelSet.Meet(Model("face", "neutral", "anger"), Model("body", "bored", "engaged")));
        Assert.Contains("'face'", e.Message);
        Assert.Contains("neutral, anger", e.Message);
    }

    [Fact]
    public void Meet_OtherType_IsRefused()
    {
        var multi = Model("body", "neutral", "anger");
        multi.LabelType = LabelType.Multi;
        Assert.Throws<TaxonomyException>(() => LabelSet.Meet(Model("face", "neutral", "anger"), multi));
    }

    private static Model Model(string name, params string[] labels) =>
        new() { Version = new ModelVersion { Name = name }, Labels = { labels }, LabelType = LabelType.Single };
}
