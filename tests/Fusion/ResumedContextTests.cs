using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Fusion.Tests;

public sealed class ResumedContextTests
{
    [Fact]
    public void Fit_SameModels_KeepsAll()
    {
        var context = Fit(Face("1"), Body("1"));

        Assert.Empty(context.Lost);
        Assert.Equal(Saved(), context.Session);
        Assert.Equal(["neutral", "anger"], context.Labels.Labels);
    }

    [Fact]
    public void Fit_OneModelChanged_LosesItsPartAndTellsSo()
    {
        var context = Fit(Face("1"), Body("2"));

        Assert.Equal("The Body stream now serves model body 2; what another one remembered and scored does not count.", Assert.Single(context.Lost));
        Assert.Equal([StreamKind.Face], context.Session.Scores.Select(s => s.Stream));
        Assert.Empty(context.Session.Streams);
    }

    [Fact]
    public void Fit_OneStreamDoesNotAnswer_KeepsItsPart()
    {
        var context = Fit(Face("1"));

        Assert.Empty(context.Lost);
        Assert.Equal(2, context.Session.Scores.Count);
        Assert.Single(context.Session.Streams);
    }

    [Fact]
    public void Fit_NoStreamAnswers_KeepsTheLabels()
    {
        var context = Fit();

        Assert.Empty(context.Lost);
        Assert.Equal(["neutral", "anger"], context.Labels.Labels);
    }

    [Fact]
    public void Fit_OtherLabels_LosesTheScores()
    {
        var (stream, model) = Face("1");
        model.Labels.Clear();
        model.Labels.Add(["bored", "engaged"]);

        var context = Fit((stream, model));

        Assert.Equal("The labels are now bored, engaged; the scores begin anew.", Assert.Single(context.Lost));
        Assert.Equal(["bored", "engaged"], context.Labels.Labels);
        Assert.Empty(context.Session.Scores);
    }

    private static ResumedContext Fit(params (StreamKind Stream, Model Model)[] served) =>
        ResumedContext.Fit(Saved(), served, served.Length == 0 ? null : LabelSet.Meet([.. served.Select(s => s.Model)]));

    private static (StreamKind Stream, Model Model) Face(string version) => (StreamKind.Face, Model("face", version));

    private static (StreamKind Stream, Model Model) Body(string version) => (StreamKind.Body, Model("body", version));

    private static Model Model(string name, string version) => new()
    {
        Version = Version(name, version),
        Labels = { "neutral", "anger" },
        LabelType = LabelType.Single,
    };

    private static ModelVersion Version(string name, string version) => new() { Name = name, Version = version };

    private static SavedSession Saved() => new()
    {
        Labels = { "neutral", "anger" },
        LabelType = LabelType.Single,
        Scores =
        {
            new SavedScores { TrackId = 1, Stream = StreamKind.Face, Model = Version("face", "1") },
            new SavedScores { TrackId = 1, Stream = StreamKind.Body, Model = Version("body", "1") },
        },
        Streams = { new SavedStream { Stream = StreamKind.Body, Model = Version("body", "1"), State = ByteString.CopyFrom(1) } },
    };
}
