using OpenCvSharp;

namespace EmotionGrpc.Edge.Sources;

/// <summary>
/// Pictures of a source that are used again. A picture of its own for every frame is megabytes that the system has to give, to clear and to take back, ten or thirty times a second.
/// </summary>
internal sealed class PicturePool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<Mat> _free = [];
    private bool _disposed;

    /// <summary>A picture to read into; holds an old one, or nothing.</summary>
    public Mat Take()
    {
        lock (_lock)
            return _free.TryPop(out var picture) ? picture : new Mat();
    }

    /// <summary>A picture that nobody looks at any more.</summary>
    public void GiveBack(Mat picture)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                // Never more than were out at the same time, which the pump bounds.
                _free.Push(picture);
                return;
            }
        }

        picture.Dispose();
    }

    /// <summary>Frees what is here; what is still out is freed when it is given back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_free.TryPop(out var picture))
                picture.Dispose();
        }
    }
}
