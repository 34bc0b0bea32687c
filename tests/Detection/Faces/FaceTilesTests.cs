using EmotionGrpc.Detection.Faces;

namespace EmotionGrpc.Detection.Tests.Faces;

public sealed class FaceTilesTests
{
    private const int SmallestTile = 48;

    /// <summary>The model of capacity counts on it (docs/capacity.md).</summary>
    [Theory]
    [InlineData(640, 360)]
    [InlineData(1280, 720)]
    [InlineData(360, 640)]
    public void Levels_PicturesOf16To9_AreTwiceTheWholeAnd56Tiles(int width, int height)
    {
        Assert.Equal(2, FaceTiles.Whole(width, height).Count);
        Assert.Equal(56, FaceTiles.Levels(width, height, SmallestTile).Sum(l => l.Count));
    }

    [Fact]
    public void Levels_SmallPicture_HaveNoTilesBelowTheSmallest() =>
        Assert.All(FaceTiles.Levels(160, 90, SmallestTile).SelectMany(l => l), t => Assert.True(t.Side >= SmallestTile, $"{t.Side}"));
}
