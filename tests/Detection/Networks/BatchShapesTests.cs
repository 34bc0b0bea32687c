using EmotionGrpc.Inference.Batching;

namespace EmotionGrpc.Detection.Tests.Networks;

public sealed class BatchShapesTests
{
    [Fact]
    public void For_Processor_IsTheNumberItself()
    {
        var shapes = new BatchShapes(6, any: true);

        Assert.Equal([1, 2, 3, 4, 5, 6], Enumerable.Range(1, 6).Select(shapes.For));
        Assert.Equal([6, 5, 4, 3, 2, 1], shapes.All);
    }

    [Theory]
    [InlineData(8, new[] { 1, 2, 4, 4, 8, 8, 8, 8 }, new[] { 8, 4, 2, 1 })]
    [InlineData(6, new[] { 1, 2, 4, 4, 6, 6 }, new[] { 6, 4, 2, 1 })]
    [InlineData(1, new[] { 1 }, new[] { 1 })]
    public void For_Gpu_IsOneOfFew(int maximum, int[] each, int[] all)
    {
        var shapes = new BatchShapes(maximum, any: false);

        Assert.Equal(each, Enumerable.Range(1, maximum).Select(shapes.For));
        Assert.Equal(all, shapes.All);
    }
}
