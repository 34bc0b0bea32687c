using System.Text.RegularExpressions;

namespace EmotionGrpc.Fuzz.Targets;

/// <summary>Takes out of a sentence what differs from input to input.</summary>
internal static partial class Answer
{
    public static string Kind(string sentence) => Numbers().Replace(Quoted().Replace(sentence, "'…'"), "#");

    [GeneratedRegex("'[^']*'|\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"-?\d+([.,]\d+)*|NaN|-?∞|Infinity")]
    private static partial Regex Numbers();
}
