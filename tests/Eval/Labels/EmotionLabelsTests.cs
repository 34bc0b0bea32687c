using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Labels;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Tests.Labels;

public sealed class EmotionLabelsTests
{
    private static readonly string[] s_labels = ["neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear"];

    [Theory]
    [InlineData("neutral", "neutral")]
    [InlineData("Happiness", "happiness")]
    [InlineData("happy", "happiness")]
    [InlineData("SAD", "sadness")]
    [InlineData("angry", "anger")]
    [InlineData("fearful", "fear")]
    [InlineData("disgusted", "disgust")]
    [InlineData("surprised", "surprise")]
    public void Map_NameOrSynonym_FindsTheModelsLabel(string text, string expected) =>
        Assert.Equal(expected, s_labels[Map(text, s_labels)]);

    [Fact]
    public void Map_LabelsOfAnotherModel_AreTakenAsTheyAre() => Assert.Equal(1, Map("curiosity", ["fear", "Curiosity"]));

    [Fact]
    public void Map_NameThatIsALabelAndASynonym_IsTheLabel() => Assert.Equal(0, Map("happy", ["happy", "happiness"]));

    [Fact]
    public void Map_UnknownLabel_NamesLineAndAllowedLabels()
    {
        var e = Assert.Throws<EvalException>(() => Map("bored", s_labels));

        Assert.Equal(ExitCode.Data, e.ExitCode);
        Assert.StartsWith("x.csv, line 7: the label 'bored' is not known; allowed are neutral, happiness,", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_SynonymOfALabelThatTheModelLacks_IsRefused() => Assert.Throws<EvalException>(() => Map("happy", ["fear", "anger"]));

    [Theory]
    [InlineData("with", MaskState.With)]
    [InlineData("Without", MaskState.Without)]
    public void Parse_MaskWord_GivesTheState(string word, MaskState expected) => Assert.Equal(expected, MaskLabels.Parse(word));

    [Fact]
    public void Parse_UnknownMaskWord_NamesLineAndAllowedWords()
    {
        var e = Assert.Throws<EvalException>(() => MaskLabels.Parse(new LabelRow("x.csv, line 2", "a.jpg", "maybe")));

        Assert.Equal("x.csv, line 2: the mask state 'maybe' is not known; allowed are with and without.", e.Message);
    }

    private static int Map(string label, string[] labels) => EmotionLabels.Map([new LabelRow("x.csv, line 7", "a.jpg", label)], labels)[0].Label;
}
