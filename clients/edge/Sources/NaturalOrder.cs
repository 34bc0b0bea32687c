using System.Numerics;
using System.Text.RegularExpressions;

namespace EmotionGrpc.Edge.Sources;

/// <summary>Orders names as people do: f2 before f10.</summary>
internal sealed partial class NaturalOrder : IComparer<string>
{
    public static readonly NaturalOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var left = Parts().Matches(x ?? "");
        var right = Parts().Matches(y ?? "");
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            var order = Compare(left[i], right[i]);
            if (order != 0)
                return order;
        }

        return left.Count != right.Count ? left.Count.CompareTo(right.Count) : string.CompareOrdinal(x, y);
    }

    private static int Compare(Match left, Match right) =>
        char.IsAsciiDigit(left.Value[0]) && char.IsAsciiDigit(right.Value[0])
            ? BigInteger.Parse(left.Value).CompareTo(BigInteger.Parse(right.Value))
            : string.Compare(left.Value, right.Value, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("[0-9]+|[^0-9]+")]
    private static partial Regex Parts();
}
