using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Labels;

/// <summary>Maps the words <c>with</c> and <c>without</c> to mask states.</summary>
internal static class MaskLabels
{
    public const string With = "with";

    public const string Without = "without";

    /// <summary>The mask state that a row names.</summary>
    public static MaskState Parse(LabelRow row) =>
        Parse(row.Label) ?? throw new EvalException(
            ExitCode.Data, $"{row.Place}: the mask state '{row.Label}' is not known; allowed are {With} and {Without}.");

    /// <summary>The mask state that a word names; null where it names none.</summary>
    public static MaskState? Parse(string word) => word.ToLowerInvariant() switch
    {
        With => MaskState.With,
        Without => MaskState.Without,
        _ => null,
    };
}
