using EmotionGrpc.Edge.Commands;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Writes MPEG-4 Part 2: the one MP4 encoder of OpenCV's own build.</summary>
internal sealed class OpenCvSink : IVideoSink
{
    private readonly VideoWriter _writer;

    public OpenCvSink(string path, Size size, double framesPerSecond)
    {
        _writer = new VideoWriter(path, FourCC.FromString("mp4v"), framesPerSecond, size);
        if (!_writer.IsOpened())
            throw new EdgeException(ExitCode.WrongUsage, $"The video '{path}' cannot be written; give a path that ends in .mp4 in a folder that you may write to.");
    }

    public ValueTask WriteAsync(Mat picture)
    {
        _writer.Write(picture);
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync()
    {
        _writer.Release();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        return ValueTask.CompletedTask;
    }
}
