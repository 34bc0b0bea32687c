namespace EmotionGrpc.Load.Scale.Model;

/// <summary>What a mean frame asks of the suite: the terms of the model.</summary>
/// <param name="Processes">Whether each service is a process.</param>
/// <param name="Megapixels">Of the picture.</param>
/// <param name="People">Whose face is looked at; where it can be seen, all in the picture.</param>
/// <param name="Cadence">Frames at most from one search to the next.</param>
/// <param name="CameraRate">Frames a second of one camera that are answered.</param>
internal sealed record FrameWork(bool Processes, double Megapixels, double People, int Cadence, double CameraRate)
{
    /// <summary>Searches a second at least (Detection:SearchSeconds).</summary>
    public const double SearchSeconds = 0.5;

    /// <summary>Segments a second (Fusion:Segments by Fusion:WindowSeconds).</summary>
    public const double SegmentsPerSecond = 5;

    /// <summary>Looks for faces that no pose tells of, in a frame in which nobody is found: the whole picture without and with a border.</summary>
    public const int WholeLooks = 2;

    /// <summary>The same at the tiles that cover a picture of 16:9.</summary>
    public const int TileLooks = 56;

    /// <summary>How often a session covers a scene with tiles that stays as it is (Detection:StillSceneSeconds).</summary>
    public const double TileSearchesPerSecond = 0.1;

    /// <summary>What tiles see, by the picture: each spot is in several of them.</summary>
    public const double TileArea = 10.5;

    /// <summary>What the coefficients stand for, in their order.</summary>
    public static IReadOnlyList<string> Terms { get; } =
    [
        "messages", "messages between processes", "decoding, a megapixel", "search for persons", "nobody: a look for faces",
        "nobody: a megapixel looked at", "a person, searched", "a person, followed", "a person, segment",
    ];

    /// <summary>Share of frames that are searched for persons.</summary>
    public double Searched => 1 / Math.Clamp(Math.Floor(CameraRate * SearchSeconds), 1, Cadence);

    /// <summary>Share of frames at which a segment is due.</summary>
    public double Segments => Math.Min(1, SegmentsPerSecond / CameraRate);

    /// <summary>Share of frames that are covered with tiles when nobody is in them.</summary>
    private double Tiled => Math.Min(Searched, TileSearchesPerSecond / CameraRate);

    public double[] Row() =>
    [
        1,
        Processes ? 1 : 0,
        Megapixels,
        Searched,
        People == 0 ? (Searched * WholeLooks) + (Tiled * TileLooks) : 0,
        People == 0 ? Megapixels * ((Searched * WholeLooks) + (Tiled * TileArea)) : 0,
        Searched * People,
        (1 - Searched) * People,
        Segments * People,
    ];
}
