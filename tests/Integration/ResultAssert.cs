using EmotionGrpc.V1;

namespace EmotionGrpc.Integration.Tests;

/// <summary>Compares the answers of two sessions to one frame.</summary>
internal static class ResultAssert
{
    private const float Tolerance = 1e-3f;

    /// <summary>Both are results and say the same: persons, tracks, labels and models exactly, scores within 1e-3.</summary>
    public static void Same(RecognizeResponse expected, RecognizeResponse actual)
    {
        Assert.True(expected.Result != null && actual.Result != null, $"Not two results: {expected} {actual}");
        var (one, other) = (expected.Result, actual.Result);
        Assert.Equal((one.Sequence, one.CaptureTime, one.Segment), (other.Sequence, other.CaptureTime, other.Segment));
        Assert.Equal(one.Persons.Select(p => p.TrackId), other.Persons.Select(p => p.TrackId));
        foreach (var (a, b) in one.Persons.Zip(other.Persons))
        {
            Assert.Equal(a.Box, b.Box);
            Assert.Equal(a.Face?.Mask?.State, b.Face?.Mask?.State);
            Same(a.Emotion, b.Emotion, $"frame {one.Sequence}");
        }
    }

    private static void Same(Emotion expected, Emotion actual, string where)
    {
        Assert.Equal(expected.Scores.Select(s => s.Label), actual.Scores.Select(s => s.Label));
        foreach (var (a, b) in expected.Scores.Zip(actual.Scores))
        {
            Near(a.Logit, b.Logit, $"{where}, logit of {a.Label}");
            Near(a.Probability, b.Probability, $"{where}, probability of {a.Label}");
        }

        foreach (var (a, b) in expected.Streams.Zip(actual.Streams, (a, b) => (a, b)))
        {
            Assert.Equal((a.Stream, a.Segments, a.Model, a.Absence), (b.Stream, b.Segments, b.Model, b.Absence));
            Assert.Equal(a.Logits.Count, b.Logits.Count);
            for (var i = 0; i < a.Logits.Count; i++)
                Near(a.Logits[i], b.Logits[i], $"{where}, logit {i} of the {a.Stream} stream");
            Near(a.Weight, b.Weight, $"{where}, weight of the {a.Stream} stream");
        }
    }

    private static void Near(float expected, float actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance, $"{what}: {expected} and {actual} differ by more than {Tolerance}.");
}
