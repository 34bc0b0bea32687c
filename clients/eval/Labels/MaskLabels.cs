using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Labels;

/// <summary>Maps the words <c>with</c> and <c>without</c> to mask states.</summary>
internal static class MaskLabels
{
    public const string With = "with";

    public const string Without = "without";

    /// <summary>Name of the column.</summary>
    public const string Column = "mask";

    /// <summary>The mask state that a row names as its label.</summary>
    public static MaskState Parse(LabelRow row) => Parse(row, row.Label);

    /// <summary>The mask state that a row names beside its label; unspecified where it names none.</summary>
    public static MaskState ParseBeside(LabelRow row) => string.IsNullOrEmpty(row.Mask) ? MaskState.Unspecified : Parse(row, row.Mask);

    /// <summary>The mask state that a word names; null where it names none.</summary>
    public static MaskState? Parse(string word) => word.ToLowerInvariant() switch
    {
        With => MaskState.With,
        Without => MaskState.Without,
        _ => null,
    };

    private static MaskState Parse(LabelRow row, string word) =>
        Parse(word) ?? throw new EvalException(ExitCode.Data, $"{row.Place}: the mask state '{word}' is not known; allowed are {With} and {Without}.");
}
