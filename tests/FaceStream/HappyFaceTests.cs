using System.Formats.Tar;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>Nobody smiles in the sample video; these faces come from the shared evaluation data, where they are.</summary>
public sealed class HappyFaceTests(FaceService service) : IClassFixture<FaceService>
{
    // Chosen by eye: broad smiles, the head in the middle of the picture.
    [SkippableTheory]
    [InlineData("acted-clips/01-01-03_01.mp4", 56)]
    [InlineData("acted-clips/05-01-03_01.mp4", 69)]
    [InlineData("acted-clips/07-01-03_01.mp4", 33)]
    public async Task Score_SmilingFace_IsHappiness(string clip, int frame)
    {
        var archive = Path.Combine(SharedFolder(), "data", "acted-clips.tar");
        Skip.IfNot(File.Exists(archive), "The shared evaluation data are not here: data/acted-clips.tar in ../shared beside the checkout, or in EMOTION_SHARED.");
        var labels = (await service.Client.GetModelAsync(new FaceStreamServiceGetModelRequest())).Model.Labels;
        using var face = await FaceAsync(archive, clip, frame);

        var response = await service.Client.ScoreAsync(FaceSamples.Batch([new Sample { Crop = ImageEncoder.Encode(face, ImageFormat.Bgr24) }]));

        var logits = response.Scores[0].Logits.Values;
        Assert.Equal("happiness", labels[logits.IndexOf(logits.Max())]);
    }

    private static async Task<Mat> FaceAsync(string archive, string clip, int frame)
    {
        var file = Path.Combine(Path.GetTempPath(), $"clip-{Guid.NewGuid():N}.mp4");
        try
        {
            await using var tar = new TarReader(File.OpenRead(archive));
            while (await tar.GetNextEntryAsync() is { } entry)
            {
                if (entry.Name == clip)
                {
                    await entry.ExtractToFileAsync(file, overwrite: false);
                    break;
                }
            }

            using var video = new VideoCapture(file);
            using var picture = new Mat();
            for (var i = 0; i <= frame; i++)
                Assert.True(video.Read(picture), $"{clip} has no frame {i}.");
            using var face = new Mat(picture, new Rect(110, 60, 140, 140));
            return face.Resize(new Size(FaceSamples.Side, FaceSamples.Side), interpolation: InterpolationFlags.Area);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string SharedFolder()
    {
        if (Environment.GetEnvironmentVariable("EMOTION_SHARED") is { Length: > 0 } told)
            return told;
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root != null && !Directory.Exists(Path.Combine(root.FullName, "protos")))
            root = root.Parent;
        return Path.Combine(root?.Parent?.FullName ?? ".", "shared");
    }
}
