using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Inference.Batching;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Detection.Tests.Faces;

public sealed class BlazeFaceDecoderTests
{
    private readonly float[] _logits = Enumerable.Repeat(-10f, BlazeFaceAnchors.Count).ToArray();
    private readonly float[] _values = new float[BlazeFaceAnchors.Count * BlazeFaceDecoder.ValuesPerAnchor];

    [Fact]
    public void Centers_OfBothGrids_LieWhereThePaperPutsThem()
    {
        Assert.Equal(896, BlazeFaceAnchors.Centers.Count);
        Assert.Equal((1 / 32f, 1 / 32f), (BlazeFaceAnchors.Centers[0].X, BlazeFaceAnchors.Centers[0].Y));
        Assert.Equal((3 / 32f, 1 / 32f), (BlazeFaceAnchors.Centers[2].X, BlazeFaceAnchors.Centers[2].Y));
        Assert.Equal((1 / 16f, 1 / 16f), (BlazeFaceAnchors.Centers[512].X, BlazeFaceAnchors.Centers[512].Y));
        Assert.Equal((15 / 16f, 15 / 16f), (BlazeFaceAnchors.Centers[895].X, BlazeFaceAnchors.Centers[895].Y));
    }

    [Fact]
    public void Decode_OneAnchor_GivesItsBoxAndPoints()
    {
        // Anchor 512 + 6 x (8 x 3 + 4): column 4, row 3 of the coarse grid, centre (4.5, 3.5) / 8.
        Set(512 + (6 * 28), 0, 12.8f, -6.4f, 64, 32, 6.4f);

        var face = Assert.Single(Decode(0.4f));

        Assert.Equal(0.5f, face.Score, 1e-6f);
        Assert.Equal(0.5625f + 0.1f, face.Box.CenterX, 1e-5f);
        Assert.Equal(0.4375f - 0.05f, face.Box.CenterY, 1e-5f);
        Assert.Equal(0.5f, face.Box.Width, 1e-5f);
        Assert.Equal(0.25f, face.Box.Height, 1e-5f);
        Assert.All(face.Landmarks, p => Assert.Equal((0.6125f, 0.4875f), (p.X, p.Y)));
    }

    [Fact]
    public void Decode_BelowThreshold_GivesNothing()
    {
        Set(100, 0, 0, 0, 64, 64, 0);

        Assert.Empty(Decode(0.51f));
    }

    [Fact]
    public void Decode_TwoAnchorsOfOneFace_AreAveragedByScore()
    {
        var (better, worse) = (MathF.Log(0.75f / 0.25f), 0f);
        Set(0, better, 32, 32, 64, 64, 32);
        Set(1, worse, 37, 32, 64, 64, 32);

        var face = Assert.Single(Decode(0.4f));

        Assert.Equal(0.75f, face.Score, 1e-5f);
        Assert.Equal((1 / 32f) + (((0.75f * 32) + (0.5f * 37)) / 1.25f / 128), face.Box.CenterX, 1e-5f);
    }

    [Fact]
    public void Decode_TwoFaces_AreBothKept()
    {
        Set(0, 1, 10, 10, 20, 20, 0);
        Set(511, 2, -10, -10, 20, 20, 0);

        Assert.Equal(2, Decode(0.4f).Count);
    }

    [Fact]
    public void Decode_PartsAsInTheNetwork_EqualOnePart()
    {
        Set(600, 3, 5, 5, 40, 40, 1);

        var parts = Decode(0.4f, _logits.AsMemory(512), _values.AsMemory(0, 512 * 16), _logits.AsMemory(0, 512), _values.AsMemory(512 * 16));

        Assert.Equal(Assert.Single(Decode(0.4f)).Box, Assert.Single(parts).Box);
    }

    private List<DetectedFace> Decode(float threshold) => Decode(threshold, _logits, _values);

    private static List<DetectedFace> Decode(float threshold, params Memory<float>[] outputs)
    {
        OrtValue[] values = [.. outputs.Select(o => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, o, [1, o.Length]))];
        try
        {
            return BlazeFaceDecoder.Decode(new RunOutputs(values, 0, 1, 0), threshold);
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    private void Set(int anchor, float logit, float x, float y, float width, float height, float points)
    {
        _logits[anchor] = logit;
        var values = _values.AsSpan(anchor * BlazeFaceDecoder.ValuesPerAnchor, BlazeFaceDecoder.ValuesPerAnchor);
        values.Fill(points);
        (values[0], values[1], values[2], values[3]) = (x, y, width, height);
    }
}
