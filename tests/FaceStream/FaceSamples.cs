using EmotionGrpc.Inference.Images;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>Samples and requests made of the sample video.</summary>
internal static class FaceSamples
{
    public const int Side = 96;

    public static List<Sample> Of(ImageFormat format, params int[] frames)
    {
        var samples = new List<Sample>();
        foreach (var face in SampleFaces.Of(frames))
        {
            using (face)
                samples.Add(new Sample { TrackId = 1, Sequence = (ulong)samples.Count + 1, Crop = ImageEncoder.Encode(face, format) });
        }

        return samples;
    }

    public static FaceStreamServiceScoreRequest Batch(IEnumerable<Sample> samples) => new() { Clips = { samples.Select(s => new Clip { Samples = { s } }) } };

    public static Sample Gray(int width, int height, uint track = 1) => new() { TrackId = track, Crop = Images.Gray(width, height, 128) };

    /// <summary>A crop that nobody can use, by the name of what is wrong with it.</summary>
    public static Image BadCrop(string name) => BadImages.Make(name, Of(ImageFormat.Jpeg, 20)[0].Crop.Data)!;

    public static void AssertSame(Score expected, Score actual) => ScoreAssert.Same(expected, actual, tolerance: 1e-4f);
}
