using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Takes the pictures of a video.</summary>
internal interface IVideoSink : IAsyncDisposable
{
    /// <summary>Appends a picture of the video's size, 8-bit BGR.</summary>
    ValueTask WriteAsync(Mat picture);

    /// <summary>Finishes the file.</summary>
    ValueTask CompleteAsync();
}
