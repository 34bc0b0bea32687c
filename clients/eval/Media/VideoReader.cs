using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using OpenCvSharp;

namespace EmotionGrpc.Eval.Media;

/// <summary>Reads the frames of a video file in order.</summary>
internal sealed class VideoReader : IDisposable
{
    private readonly VideoCapture _capture;
    private readonly Mat _pixels = new();
    private readonly double _interval;
    private double _milliseconds = -1;
    private ulong _sequence;

    /// <exception cref="UnreadableException">It is not there, or not a video.</exception>
    public VideoReader(string path)
    {
        if (!File.Exists(path))
            throw new UnreadableException("there is no such file");
        Name = Path.GetFileName(path);
        _capture = new VideoCapture(path);
        if (!_capture.IsOpened())
        {
            Dispose();
            throw new UnreadableException("the file is not a video that can be decoded");
        }

        _interval = 1000 / (_capture.Fps is > 0 and <= 1000 ? _capture.Fps : 30);
        Length = Math.Max(0, _capture.FrameCount);
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>Frames, as the file's header says; 0 where it does not.</summary>
    public int Length { get; }

    /// <summary>The next frame, its capture time counted from the start of the video; null at the end.</summary>
    public Frame? Read()
    {
        if (!_capture.Read(_pixels) || _pixels.Empty())
            return null;
        // Some containers give no times; they must not stand still.
        var position = _capture.PosMsec;
        _milliseconds = position > _milliseconds ? position : _milliseconds + _interval;
        return new Frame
        {
            Sequence = ++_sequence,
            CaptureTime = DateTime.UnixEpoch.AddMilliseconds(_milliseconds).ToTimestamp(),
            Image = PictureReader.ToImage(_pixels),
        };
    }

    public void Dispose()
    {
        _capture.Dispose();
        _pixels.Dispose();
    }
}
