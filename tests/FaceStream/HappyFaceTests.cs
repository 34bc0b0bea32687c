using System.Formats.Tar;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.TestSupport;
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
        var archive = SharedData.Require("data", "acted-clips.tar");
        var labels = (await service.Client.GetModelAsync(new FaceStreamServiceGetModelRequest())).Model.Labels;
        using var face = await FaceAsync(archive, clip, frame);

        var response = await service.Client.ScoreAsync(FaceSamples.Batch([new Sample { Crop = ImageEncoder.Encode(face, ImageFormat.Bgr24) }]));

        var logits = response.Scores[0].Logits.Values;
        Assert.Equal("happiness", labels[logits.IndexOf(logits.Max())]);
    }

    private static async Task<Mat> FaceAsync(string archive, string clip, int frame)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("clip.mp4");
        await using var tar = new TarReader(File.OpenRead(archive));
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            if (entry.Name == clip)
            {
                await entry.ExtractToFileAsync(file, overwrite: false);
                break;
            }
        }

        foreach (var (i, picture) in Video.Frames(file).Index())
        {
            if (i == frame)
                return SampleFaces.Cut(picture, new Rect(110, 60, 140, 140));
        }

        throw new InvalidOperationException($"{clip} has no frame {frame}.");
    }
}
