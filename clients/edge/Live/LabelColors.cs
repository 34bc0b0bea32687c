namespace EmotionGrpc.Edge.Live;

/// <summary>Gives labels their colours.</summary>
internal static class LabelColors
{
    private static readonly Dictionary<string, LabelColor> Known = new(StringComparer.Ordinal)
    {
        ["neutral"] = new(0x93, 0x9a, 0xa6),
        ["happiness"] = new(0xf0, 0xb4, 0x29),
        ["surprise"] = new(0xf2, 0x7f, 0x3d),
        ["sadness"] = new(0x3f, 0x83, 0xdb),
        ["anger"] = new(0xd6, 0x3e, 0x3e),
        ["disgust"] = new(0x55, 0xa6, 0x4b),
        ["fear"] = new(0x93, 0x64, 0xcd),
    };

    private static readonly LabelColor[] Others =
    [
        new(0x2a, 0xa1, 0x98), new(0xc7, 0x5b, 0x9b), new(0xa8, 0x7b, 0x4f), new(0x5c, 0x8a, 0x8a),
        new(0xbd, 0xb0, 0x3c), new(0x6c, 0x71, 0xc4), new(0xe0, 0x8f, 0x8f), new(0x7a, 0x9e, 0x3f),
    ];

    public static LabelColor Of(string label) => Known.TryGetValue(label, out var known) ? known : Others[Hash(label) % (uint)Others.Length];

    // string.GetHashCode differs from run to run; colours must not.
    private static uint Hash(string label)
    {
        var hash = 2166136261u;
        foreach (var c in label)
            hash = (hash ^ c) * 16777619u;
        return hash;
    }
}
