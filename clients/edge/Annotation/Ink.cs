using EmotionGrpc.Edge.Live;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>The colours of a drawing; grey when what is drawn is not of this frame.</summary>
internal sealed record Ink(bool Stale)
{
    private static readonly Scalar StaleColor = new(150, 150, 150);

    public static Scalar Panel => new(24, 22, 20);

    public static Scalar Trough => new(70, 66, 62);

    public Scalar Text => Stale ? new(175, 175, 175) : new(245, 245, 245);

    public Scalar FaintText => Stale ? new(140, 140, 140) : new(190, 190, 190);

    public Scalar Track(uint track) => Stale ? StaleColor : TrackColors.Of(track);

    public Scalar Label(string label)
    {
        if (Stale)
            return StaleColor;
        var color = LabelColors.Of(label);
        return new Scalar(color.Blue, color.Green, color.Red);
    }
}
