namespace EmotionGrpc.Eval.Output;

/// <summary>Writes numbers for people.</summary>
internal static class Figure
{
    /// <summary>A share as per cent with one decimal; a dash where it is not defined.</summary>
    public static string Percent(double? share) => share is { } s ? $"{100 * s:0.0} %" : "-";

    /// <summary>A count and its share of a whole.</summary>
    public static string Count(int part, int whole) => whole == 0 ? $"{part}" : $"{part} ({Percent((double)part / whole)})";

    /// <summary>A number with three decimals; a dash where it is not defined.</summary>
    public static string Number(double? number) => number is { } n ? $"{n:0.000}" : "-";
}
