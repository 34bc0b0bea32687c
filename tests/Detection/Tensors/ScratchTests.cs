using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.Inference.Models;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tests.Tensors;

/// <summary>What threads keep from one picture to the next must not show in the next.</summary>
public sealed class ScratchTests
{
    [Fact]
    public async Task Cut_IntoTensors_IsAsCutIntoAPicture_WhateverTheThreadCutBefore()
    {
        using var frame = Noise(320, 240);
        SquareRegion[] regions = [new(160, 120, 100, 0.3f), new(-50, -50, 40, 0), new(300, 20, 90, -1), new(5000, 5000, 3000, 0), new(160, 120, 900, 0)];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 40; i++)
            {
                var input = Input(i % 2 == 0 ? 128 : 96);
                var region = regions[(i + thread) % regions.Length];
                using var picture = region.Cut(frame, input.Width, input.Height);
                var (expected, actual) = (new float[3 * input.Width * input.Height], new float[3 * input.Width * input.Height]);
                PixelTensor.ToFloat(picture, input, expected);
                region.Cut(frame, input, actual);
                Assert.Equal(expected, actual);
            }
        })));
    }

    [Fact]
    public async Task Letterbox_OfFramesOfSeveralShapes_NothingOfTheOneBeforeIsSeen()
    {
        Mat[] frames = [Noise(320, 240), Noise(240, 320), Noise(100, 100), Noise(640, 90)];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 40; i++)
            {
                var frame = frames[(i + thread) % frames.Length];
                var letterbox = Letterbox.Fit(frame.Width, frame.Height, 256, 256);
                var bytes = new byte[3 * 256 * 256];
                letterbox.Paint(frame, 256, 256, bytes);
                for (var y = 0; y < 256; y++)
                {
                    for (var x = 0; x < 256; x++)
                    {
                        var inside = x >= letterbox.Left && x < letterbox.Left + letterbox.Width && y >= letterbox.Top && y < letterbox.Top + letterbox.Height;
                        if (!inside)
                            Assert.Equal(0, bytes[3 * ((y * 256) + x)]);
                    }
                }

                Assert.True(bytes.Count(b => b > 0) > 2 * letterbox.Width * letterbox.Height);
            }
        })));
        Array.ForEach(frames, f => f.Dispose());
    }

    private static Mat Noise(int width, int height)
    {
        var picture = new Mat(height, width, MatType.CV_8UC3);
        new Random(1).NextBytes(picture.AsSpan<byte>());
        return picture;
    }

    private static ModelInput Input(int side) => new() { Kind = ModelInputKind.Image, Width = side, Height = side };
}
