using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

/// <summary>From a stream's activations to the heatmap of the fused label.</summary>
public sealed class EvidenceTests
{
    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly LabelSet s_labels = new(["neutral", "anger"], LabelType.Single);
    private static readonly Point[] s_region = [new() { X = 1, Y = 2 }, new() { X = 11, Y = 2 }, new() { X = 11, Y = 12 }, new() { X = 1, Y = 12 }];

    // The model knows a third label and has the session's the other way round.
    private static readonly LabelAlignment s_alignment = LabelAlignment.Create(s_labels, ["anger", "fear", "neutral"], LabelType.Single, "m");

    private readonly TrackFuser _fuser = new(new EmotionFuser(new AveragePolicy(), s_labels), 2, TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData("neutral", new float[] { 5, 6 })]
    [InlineData("anger", new float[] { 1, 2 })]
    public void Update_Evidence_IsTheMapOfTheFusedLabelByName(string label, float[] map)
    {
        var logits = label == "neutral" ? new float[] { 1, 0 } : [0, 1];

        var emotion = _fuser.Update(Reading(logits, Maps()), s_start, segment: true);

        Assert.Equal(label, emotion.Label);
        var heatmap = emotion.Streams[0].Heatmap;
        Assert.Equal((2u, 1u), (heatmap.Width, heatmap.Height));
        Assert.Equal(map, heatmap.Values);
        Assert.Equal(s_region, heatmap.Region);
    }

    [Fact]
    public void Update_FrameAtWhichNothingIsScored_HasNoHeatmap()
    {
        _fuser.Update(Reading([1, 0], Maps()), s_start, segment: true);

        var emotion = _fuser.Update(Reading(null, null), s_start.AddSeconds(0.1), segment: false);

        Assert.Equal("neutral", emotion.Label);
        Assert.Null(emotion.Streams[0].Heatmap);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("no size")]
    [InlineData("a number too few")]
    [InlineData("huge")]
    [InlineData("not a number")]
    public void Read_ActivationsThatAreNoMaps_AreLeftOut(string what)
    {
        var maps = what == "none" ? null : Maps();
        switch (what)
        {
            case "no size":
                maps!.Width = 0;
                maps.Values.Clear();
                break;
            case "a number too few":
                maps!.Values.RemoveAt(5);
                break;
            case "huge":
                // Their product is 0 in 32 bits.
                maps!.Width = maps.Height = 1u << 16;
                maps.Values.Clear();
                break;
            case "not a number":
                maps!.Values[3] = float.NaN;
                break;
        }

        Assert.Null(StreamEvidence.Read(maps, s_alignment, s_region));
    }

    [Fact]
    public void Of_TwoCropsOfAKind_TakesTheOneThatWasAskedForWithItsRegion()
    {
        var person = new Person
        {
            TrackId = 3,
            Crops = { Crop(CropKind.Face, 16, 0), Crop(CropKind.Body, 32, 1), Crop(CropKind.Body, 16, 2) },
        };
        var wants = new SampleSpec { Crop = new CropSpec { Kind = CropKind.Body, Width = 16, Height = 16, Format = ImageFormat.Bgr24 } };

        var sample = PersonSample.Of(person, wants, new Frame { Sequence = 9 });
        var without = PersonSample.Of(new Person(), wants, new Frame { Sequence = 9 });

        Assert.Equal((3u, 9ul), (sample.Sample.TrackId, sample.Sample.Sequence));
        Assert.Same(person.Crops[2].Image, sample.Sample.Crop);
        Assert.Equal(2, Assert.Single(sample.Region).X);
        Assert.Null(without.Sample.Crop);
        Assert.Empty(without.Region);
    }

    private static Crop Crop(CropKind kind, uint side, float x) => new()
    {
        Kind = kind,
        Image = new Image { Format = ImageFormat.Bgr24, Width = side, Height = side },
        Region = { new Point { X = x } },
    };

    private static Activations Maps() => new() { Width = 2, Height = 1, Values = { 1, 2, 3, 4, 5, 6 } };

    private static PersonReading Reading(float[]? logits, Activations? maps) => new(
        1,
        [new StreamReading(StreamKind.Face, logits, null, null) { Evidence = StreamEvidence.Read(maps, s_alignment, s_region) }],
        new Visibility());
}
