using EmotionGrpc.Streams;

namespace EmotionGrpc.FaceStream;

/// <summary>Settings of the face stream. Configuration section <c>FaceStream</c>; Model is "face-tsn" unless set.</summary>
public sealed class FaceStreamOptions : StreamOptions
{
    /// <summary>Sets the defaults.</summary>
    public FaceStreamOptions() => Model = "face-tsn";
}
