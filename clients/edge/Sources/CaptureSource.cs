using System.Diagnostics;
using EmotionGrpc.Edge.Commands;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Sources;

/// <summary>A camera or a video file, read by OpenCV.</summary>
internal sealed class CaptureSource : IFrameSource
{
    private const double DefaultFramesPerSecond = 25;

    private readonly VideoCapture _capture;
    private readonly PicturePool _pool = new();
    private readonly Stopwatch _clock = new();
    private SourceFrame? _first;
    private TimeSpan? _start;
    private TimeSpan _last = TimeSpan.MinValue;

    private CaptureSource(VideoCapture capture, string name, bool live, string failure)
    {
        _capture = capture;
        Name = name;
        IsLive = live;
        var said = capture.IsOpened() ? capture.Fps : 0;
        FramesPerSecond = said is >= 1 and <= 240 ? said : DefaultFramesPerSecond;
        var count = capture.IsOpened() ? capture.FrameCount : 0;
        Length = live || count <= 0 ? null : count;
        _first = capture.IsOpened() ? Take() : null;
        if (_first == null)
        {
            Dispose();
            throw new EdgeException(ExitCode.SourceNotOpened, failure);
        }
    }

    public string Name { get; }

    public double FramesPerSecond { get; }

    public bool IsLive { get; }

    public bool HasClock => true;

    public long? Length { get; }

    public static CaptureSource OpenFile(string path) => new(
        new VideoCapture(path, VideoCaptureAPIs.FFMPEG),
        Path.GetFileName(path),
        live: false,
        $"'{path}' is not a video that can be read; allowed are files that FFmpeg decodes (MP4, MOV, MKV, AVI, WebM, ...).");

    public static CaptureSource OpenCamera(int index)
    {
        var device = $"/dev/video{index}";
        if (OperatingSystem.IsLinux() && !File.Exists(device))
        {
            var there = Directory.GetFiles("/dev", "video*").Select(d => d["/dev/video".Length..]).Order(StringComparer.Ordinal).ToArray();
            var hint = there.Length == 0 ? "no camera is connected" : $"there are {string.Join(", ", there)}";
            throw new EdgeException(ExitCode.SourceNotOpened, $"There is no camera {index}; {hint}.");
        }

        return new CaptureSource(
            new VideoCapture(index, VideoCaptureAPIs.ANY),
            $"camera {index}",
            live: true,
            $"Camera {index} gives no picture; it may be in use by another program, or this user may not read {device}.");
    }

    public SourceFrame? Read()
    {
        if (_first is not { } first)
            return Take();
        _first = null;
        return first;
    }

    public void Dispose()
    {
        _first?.Dispose();
        _pool.Dispose();
        _capture.Dispose();
    }

    private SourceFrame? Take()
    {
        var pixels = _pool.Take();
        if (!_capture.Read(pixels) || pixels.Empty())
        {
            _pool.GiveBack(pixels);
            return null;
        }

        return new SourceFrame(pixels, NextTime(), _pool);
    }

    private TimeSpan NextTime()
    {
        if (IsLive)
        {
            if (!_clock.IsRunning)
                _clock.Start();
            return _clock.Elapsed;
        }

        // Files with broken or missing timestamps exist; time must not stand still or go back.
        var said = TimeSpan.FromMilliseconds(Math.Max(0, _capture.PosMsec));
        var start = _start ??= said;
        var time = said - start;
        if (_last != TimeSpan.MinValue && time <= _last)
            time = _last + TimeSpan.FromSeconds(1 / FramesPerSecond);
        _last = time;
        return time;
    }
}
