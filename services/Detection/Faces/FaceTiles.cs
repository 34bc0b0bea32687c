using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Faces;

/// <summary>Squares that cover a frame, level by level, for the search of faces that no pose tells of.</summary>
internal static class FaceTiles
{
    // Shares of the frame's sides. The detector wants a face of roughly a fifth to two thirds of its input.
    private static readonly float[] s_shares = [0.7f, 0.45f, 0.3f];

    /// <summary>The whole frame, and with a border around it (for a face that fills the frame).</summary>
    public static IReadOnlyList<SquareRegion> Whole(int width, int height)
    {
        var longer = Math.Max(width, height);
        return [new SquareRegion(width / 2f, height / 2f, longer, 0), new SquareRegion(width / 2f, height / 2f, longer * 1.5f, 0)];
    }

    /// <summary>The levels after that: tiles that overlap by half.</summary>
    public static IEnumerable<IReadOnlyList<SquareRegion>> Levels(int width, int height, int smallestTile)
    {
        var (longer, shorter) = (Math.Max(width, height), Math.Min(width, height));
        if (longer > 1.2f * shorter)
            yield return Cover(width, height, shorter);
        foreach (var share in s_shares)
        {
            var side = MathF.Sqrt(shorter * (float)longer) * share;
            if (side >= smallestTile)
                yield return Cover(width, height, side);
        }
    }

    private static List<SquareRegion> Cover(int width, int height, float side)
    {
        var tiles = new List<SquareRegion>();
        foreach (var y in Centers(height, side))
        {
            foreach (var x in Centers(width, side))
                tiles.Add(new SquareRegion(x, y, side, 0));
        }

        return tiles;
    }

    private static IEnumerable<float> Centers(int length, float side)
    {
        var count = length <= side ? 1 : (int)MathF.Ceiling((length - side) / (side / 2)) + 1;
        for (var i = 0; i < count; i++)
            yield return count == 1 ? length / 2f : (side / 2) + ((length - side) * i / (count - 1));
    }
}
