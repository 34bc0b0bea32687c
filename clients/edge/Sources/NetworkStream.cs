using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using EmotionGrpc.Edge.Commands;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Sources;

/// <summary>
/// A stream from the network (RTSP, HTTP, ...), read by the program ffmpeg: the FFmpeg inside OpenCV's runtime packages is built without a network. It comes as YUV4MPEG2,
/// whose header tells size and rate.
/// </summary>
internal sealed class NetworkStream : IFrameSource
{
    private const double DefaultFramesPerSecond = 25;
    private const int LongestLine = 256;
    private const int WordsKept = 600;

    /// <summary>ffmpeg looks at a stream for some seconds before it knows it.</summary>
    private static readonly TimeSpan s_opensWithin = TimeSpan.FromSeconds(15);

    private readonly Process _ffmpeg;
    private readonly Stream _video;
    private readonly Stopwatch _clock = new();
    private readonly StringBuilder _said = new();
    private readonly PicturePool _pool = new();
    private readonly byte[] _planes;
    private readonly Mat _yuv;
    private readonly int _width;
    private readonly int _height;
    private TimeSpan _patience;
    private bool _frameIsDue;

    /// <param name="url">Where the stream is.</param>
    /// <param name="patience">Without a frame for so long it counts as ended.</param>
    /// <exception cref="EdgeException">There is no ffmpeg, or no video comes.</exception>
    public NetworkStream(string url, TimeSpan patience)
    {
        var uri = new Uri(url);
        Name = uri.Host + uri.AbsolutePath;
        _patience = patience > s_opensWithin ? patience : s_opensWithin;
        // Over TCP, because lost packets of UDP make pictures grey.
        string[] transport = uri.Scheme is "rtsp" or "rtsps" ? ["-rtsp_transport", "tcp"] : [];
        _ffmpeg = Start(["-nostdin", "-v", "error", .. transport, "-i", url, "-an", "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-strict", "-1", "pipe:1"]);
        _ffmpeg.ErrorDataReceived += (_, e) => Note(e.Data);
        _ffmpeg.BeginErrorReadLine();
        _video = _ffmpeg.StandardOutput.BaseStream;
        // YUV4MPEG2 W400 H300 F25:1 Ip A0:0 C420jpeg ...
        var header = Line()?.Split(' ');
        if (header is not ["YUV4MPEG2", ..] || Field(header, 'W') is not { } width || Field(header, 'H') is not { } height)
        {
            Stop();
            var shown = new UriBuilder(uri) { UserName = "", Password = "" }.Uri; // Cameras carry passwords in their URL.
            throw new EdgeException(
                ExitCode.SourceNotOpened,
                $"No video comes from '{shown}'{Reason(url, shown.ToString())}; check that the address, the user and the password are right and that the camera can be reached.");
        }

        (_width, _height) = (width, height);
        _planes = new byte[(width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2))];
        // OpenCV wants both chroma planes below the luma one, which needs even sides; a camera with odd ones loses its last row or column.
        _yuv = new Mat((height & ~1) * 3 / 2, width & ~1, MatType.CV_8UC1);
        FramesPerSecond = Rate(header);
        _frameIsDue = Line() == "FRAME";
        _patience = patience;
        _clock.Start();
    }

    public string Name { get; }

    public double FramesPerSecond { get; }

    public bool IsLive => true;

    public bool HasClock => true;

    public long? Length => null;

    public SourceFrame? Read()
    {
        if (!_frameIsDue && Line() is not ['F', 'R', 'A', 'M', 'E', ..])
            return null;
        _frameIsDue = false;
        if (!Fill(_planes))
            return null;
        var (width, height) = (_width & ~1, _height & ~1);
        Copy(0, _width, 0, width, height);
        var chroma = (_width + 1) / 2;
        Copy(_width * _height, chroma, height * width, width / 2, height / 2);
        Copy((_width * _height) + (chroma * ((_height + 1) / 2)), chroma, (height * width) + (width / 2 * (height / 2)), width / 2, height / 2);
        var pixels = _pool.Take();
        using InputArray yuv = _yuv;
        Cv2.CvtColor(yuv, pixels, ColorConversionCodes.YUV2BGR_I420);
        return new SourceFrame(pixels, _clock.Elapsed, _pool);
    }

    public void Dispose()
    {
        Stop();
        _ffmpeg.Dispose();
        _yuv.Dispose();
        _pool.Dispose();
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw new EdgeException(ExitCode.SourceNotOpened, "Streams from the network are read by the program ffmpeg, which is not installed; install it (Debian: apt-get install ffmpeg).", e);
        }
    }

    private static int? Field(string[] header, char name) =>
        header.FirstOrDefault(f => f.Length > 1 && f[0] == name) is { } field && int.TryParse(field.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 1 ? value : null;

    private static double Rate(string[] header)
    {
        var parts = header.FirstOrDefault(f => f.StartsWith('F'))?[1..].Split(':') ?? [];
        if (parts is not [var count, var seconds]
            || !double.TryParse(count, NumberStyles.Float, CultureInfo.InvariantCulture, out var c)
            || !double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var s))
            return DefaultFramesPerSecond;
        return c / s is >= 1 and <= 240 ? c / s : DefaultFramesPerSecond;
    }

    private void Copy(int from, int stride, int at, int width, int height)
    {
        for (var y = 0; y < height; y++)
            Marshal.Copy(_planes, from + (y * stride), _yuv.Data + at + (y * width), width);
    }

    private string? Line()
    {
        var line = new byte[LongestLine];
        for (var i = 0; i < line.Length && Fill(line.AsMemory(i, 1)); i++)
        {
            if (line[i] == '\n')
                return Encoding.ASCII.GetString(line, 0, i);
        }

        return null;
    }

    /// <summary>Reads exactly so much; false at the end, and when nothing came for too long.</summary>
    private bool Fill(Memory<byte> buffer)
    {
        using var patience = new CancellationTokenSource(_patience);
        try
        {
            // This thread is the source's own; a camera that is silent is given up by ending its program.
            using var giveUp = patience.Token.Register(Stop);
            _video.ReadExactly(buffer.Span);
            return true;
        }
        catch (Exception e) when (e is EndOfStreamException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void Note(string? line)
    {
        lock (_said)
        {
            if (line is { Length: > 0 } && _said.Length < WordsKept)
                _said.Append(_said.Length > 0 ? "; " : "").Append(line);
        }
    }

    private string Reason(string url, string shown)
    {
        lock (_said)
            return _said.Length == 0 ? "" : $" ({_said.ToString().Replace(url, shown, StringComparison.Ordinal).Trim()})";
    }

    private void Stop()
    {
        try
        {
            if (!_ffmpeg.HasExited)
                _ffmpeg.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended in between.
        }
    }
}
