using EmotionGrpc.Inference.Images;
using EmotionGrpc.Streams.Tests;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>Samples and requests made of the sample video.</summary>
internal static class FaceSamples
{
    public const int Side = 112;

    public static List<Sample> Of(ImageFormat format, params int[] frames)
    {
        var samples = new List<Sample>();
        foreach (var face in SampleVideo.Faces(frames))
        {
            using (face)
                samples.Add(new Sample { TrackId = 1, Sequence = (ulong)samples.Count + 1, Crop = ImageEncoder.Encode(face, format) });
        }

        return samples;
    }

    public static FaceStreamServiceScoreRequest Batch(IEnumerable<Sample> samples) => new() { Clips = { samples.Select(s => new Clip { Samples = { s } }) } };

    public static Sample Gray(int width, int height, uint track = 1) => new()
    {
        TrackId = track,
        Crop = new Image
        {
            Format = ImageFormat.Bgr24,
            Width = (uint)width,
            Height = (uint)height,
            Data = UnsafeByteOperations.UnsafeWrap(Enumerable.Repeat((byte)128, 3 * width * height).ToArray()),
        },
    };

    public static void AssertSame(Score expected, Score actual)
    {
        Assert.Equal(expected.OutcomeCase, actual.OutcomeCase);
        Assert.Equal(expected.Logits.Values.Count, actual.Logits.Values.Count);
        for (var i = 0; i < expected.Logits.Values.Count; i++)
            Assert.Equal(expected.Logits.Values[i], actual.Logits.Values[i], 1e-4f);
    }
}
