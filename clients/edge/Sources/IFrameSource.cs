namespace EmotionGrpc.Edge.Sources;

/// <summary>Gives pictures, one after the other.</summary>
internal interface IFrameSource : IDisposable
{
    /// <summary>A short name for people.</summary>
    string Name { get; }

    /// <summary>Frames per second of the source's clock; an estimate where it does not say.</summary>
    double FramesPerSecond { get; }

    /// <summary>Whether pictures come by themselves (camera, stream) and cannot wait.</summary>
    bool IsLive { get; }

    /// <summary>Whether the source has a clock that pacing can follow; a folder of pictures has none.</summary>
    bool HasClock { get; }

    /// <summary>How many pictures there are; null when that is not known.</summary>
    long? Length { get; }

    /// <summary>The next picture; null at the end. Blocks until there is one.</summary>
    SourceFrame? Read();
}
