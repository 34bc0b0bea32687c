using OpenCvSharp;

namespace EmotionGrpc.Edge.Sources;

/// <summary>A picture of a source.</summary>
/// <param name="Pixels">8-bit BGR; whoever has the frame disposes it, and does not look at it after that.</param>
/// <param name="Time">When it was taken, by the source's clock, from its first picture.</param>
/// <param name="Pool">Where the pixels go back to; null: they are freed.</param>
internal sealed record SourceFrame(Mat Pixels, TimeSpan Time, PicturePool? Pool = null) : IDisposable
{
    private int _disposed;

    public void Dispose()
    {
        // Given back twice, a picture would be read into while somebody else sends it.
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        if (Pool is { } pool)
            pool.GiveBack(Pixels);
        else
            Pixels.Dispose();
    }
}
