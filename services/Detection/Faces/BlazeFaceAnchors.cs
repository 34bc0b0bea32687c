using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Faces;

/// <summary>Anchor centres of BlazeFace's front model (arXiv 1907.05047): 2 a cell of a 16x16 grid, then 6 a cell of an 8x8 grid; 0 to 1.</summary>
internal static class BlazeFaceAnchors
{
    public const int Count = (16 * 16 * 2) + (8 * 8 * 6);

    public static IReadOnlyList<PixelPoint> Centers { get; } = [.. Grid(16, 2), .. Grid(8, 6)];

    private static IEnumerable<PixelPoint> Grid(int cells, int perCell)
    {
        for (var y = 0; y < cells; y++)
        {
            for (var x = 0; x < cells; x++)
            {
                for (var i = 0; i < perCell; i++)
                    yield return new PixelPoint((x + 0.5f) / cells, (y + 0.5f) / cells);
            }
        }
    }
}
