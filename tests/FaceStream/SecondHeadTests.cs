using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>Mask state and activations from the same pass as the logits.</summary>
public sealed class SecondHeadTests
{
    [Fact]
    public async Task Score_MaskHead_TellsTheStateOrThatItIsNotSure()
    {
        await using var service = await TinyService.StartAsync("frame");

        var scores = (await service.Client.ScoreAsync(TinyService.Batch([TinyService.Gray(0)], [TinyService.Gray(128)], [TinyService.Gray(255)]))).Scores;

        Assert.Equal([MaskState.Without, MaskState.Unknown, MaskState.With], scores.Select(s => s.Mask.State));
        foreach (var (score, m) in scores.Zip([0f, 128 / 255f, 1f]))
            Assert.Equal(1 / (1 + MathF.Exp(4 - (8 * m))), score.Mask.Probability, 1e-5f);
    }

    [Fact]
    public async Task Score_MaskUnknownBelowZero_AlwaysDecides()
    {
        await using var service = await TinyService.StartAsync("frame", manifest => manifest["maskUnknownBelow"] = 0);

        var score = (await service.Client.ScoreAsync(TinyService.Batch([TinyService.Gray(128)]))).Scores[0];

        Assert.Equal(MaskState.With, score.Mask.State);
    }

    [Fact]
    public async Task Score_NoMaskHead_LeavesTheMaskOut()
    {
        await using var service = await TinyService.StartAsync("clip");

        var score = (await service.Client.ScoreAsync(TinyService.Batch(Enumerable.Repeat(TinyService.Gray(128), 4)))).Scores[0];

        Assert.NotNull(score.Logits);
        Assert.Null(score.Mask);
    }

    [Fact]
    public async Task Score_Explain_GivesEachLabelsMapRowByRow()
    {
        await using var service = await TinyService.StartAsync("frame", manifest => manifest["temperature"] = 2);
        var request = TinyService.Batch([new Sample { Crop = Quarters() }]);
        request.Explain = true;

        var score = (await service.Client.ScoreAsync(request)).Scores[0];

        Assert.Equal((2u, 2u), (score.Activations.Width, score.Activations.Height));
        float[] cells = [0, 0.2f, 0.4f, 0.8f];
        float[] expected = [.. cells, .. cells.Select(c => -c), .. cells.Select(c => 2 * c)];
        Assert.Equal(expected.Length, score.Activations.Values.Count);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i] / 2, score.Activations.Values[i], 1e-5f);
        // In the unit of what is served: the mean of a map is its logit but for a constant, here 0.1 / 2 of the first label.
        TinyService.AssertLogits(score, ((0.35f + 0.1f) / 2), -0.35f / 2, 0.35f);
    }

    [Fact]
    public async Task StreamScore_ExplainInSomeRequests_OnlyThoseCarryActivations()
    {
        await using var service = await TinyService.StartAsync("frame");
        using var asking = service.Client.StreamScore();
        using var other = service.Client.StreamScore();

        // Side by side, so that both meet in batches.
        var requests = Enumerable.Range(0, 40).Select(i => new FaceStreamServiceStreamScoreRequest { Samples = { TinyService.Gray(50) }, Explain = i % 2 == 0 });
        var answers = asking.SendAllAsync(requests);
        var without = await other.SendAllAsync(Enumerable.Repeat(TinyService.Frame(TinyService.Gray(50)), 40));

        Assert.All((await answers).Index(), a => Assert.Equal(a.Index % 2 == 0, a.Item.Scores[0].Activations != null));
        Assert.All(without, a => Assert.Null(a.Scores[0].Activations));
    }

    [Fact]
    public async Task Score_ExplainWithoutActivations_LeavesThemOut()
    {
        await using var service = await TinyService.StartAsync("frame", manifest => manifest["output"]!.AsObject().Remove("activation"));
        var request = TinyService.Batch([TinyService.Gray(50)]);
        request.Explain = true;

        var score = (await service.Client.ScoreAsync(request)).Scores[0];

        Assert.NotNull(score.Logits);
        Assert.Null(score.Activations);
    }

    /// <summary>Top left black, top right 0.2, bottom left 0.4, bottom right 0.8.</summary>
    private static Image Quarters()
    {
        var image = Images.Gray(8, 8, 0);
        var pixels = image.Data.ToByteArray();
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % 8, i / 24);
            pixels[i] = (x < 4, y < 4) switch
            {
                (true, true) => 0,
                (false, true) => 51,
                (true, false) => 102,
                (false, false) => 204,
            };
        }

        image.Data = Google.Protobuf.ByteString.CopyFrom(pixels);
        return image;
    }
}
