using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Tests.Service;

public sealed class PrecisionTests(RunningDetection service) : IClassFixture<RunningDetection>
{
    [Fact]
    public async Task Detect_Int8_FindsTheSamePersonAsFloat32()
    {
        await using var other = await RunningService.StartAsync("Detection", DetectionHost.Build, ("Models:Precision", "int8"));
        var client = new DetectionService.DetectionServiceClient(other.Channel);

        foreach (var frame in SampleFrames.Jpegs.Take(3))
        {
            var whole = Assert.Single((await service.Client.DetectAsync(new DetectRequest { Image = Images.Jpeg(frame) })).Detection.Persons);
            var rough = Assert.Single((await client.DetectAsync(new DetectRequest { Image = Images.Jpeg(frame) })).Detection.Persons);

            var seen = whole.Keypoints.Zip(rough.Keypoints).Where(k => k.First.Score >= 0.3f && k.Second.Score >= 0.3f).ToArray();
            Assert.True(seen.Length >= 5, $"Only {seen.Length} keypoints are seen by both.");
            // 400 x 300 pixels; a person fills most of them.
            Assert.All(seen, k => Assert.InRange(MathF.Sqrt(MathF.Pow(k.First.X - k.Second.X, 2) + MathF.Pow(k.First.Y - k.Second.Y, 2)), 0, 12));
            Assert.NotEqual(whole.Keypoints, rough.Keypoints);
            Assert.Equal(whole.Face.Mask.State, rough.Face.Mask.State);
        }
    }
}
