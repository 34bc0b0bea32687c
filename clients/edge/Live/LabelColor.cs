using System.Globalization;

namespace EmotionGrpc.Edge.Live;

/// <summary>The colour of a label, the same in the terminal, the video and the report.</summary>
internal readonly record struct LabelColor(byte Red, byte Green, byte Blue)
{
    public string Hex => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");
}
