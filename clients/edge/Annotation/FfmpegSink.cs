using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using EmotionGrpc.Edge.Commands;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Pipes pictures into the ffmpeg program.</summary>
internal sealed class FfmpegSink : IVideoSink
{
    private const string Program = "ffmpeg";
    private static readonly Lazy<bool> Available = new(FindEncoder);

    private readonly string _path;
    private readonly Process _process;
    private readonly Task<string> _complaints;
    private readonly byte[] _buffer;

    public FfmpegSink(string path, Size size, double framesPerSecond)
    {
        _path = path;
        _buffer = new byte[3 * size.Width * size.Height];
        var start = new ProcessStartInfo(Program) { RedirectStandardInput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "error", "-y",
            "-f", "rawvideo", "-pixel_format", "bgr24", "-video_size", $"{size.Width}x{size.Height}",
            "-framerate", framesPerSecond.ToString("0.###", CultureInfo.InvariantCulture), "-i", "pipe:0",
            // One thread: the machine may be busy with recognising.
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-threads", "1", "-pix_fmt", "yuv420p",
            "-movflags", "+faststart", "-f", "mp4", Path.GetFullPath(path),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new EdgeException(ExitCode.Failed, "The ffmpeg program does not start.");
        _complaints = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Whether there is an ffmpeg program on the PATH that encodes H.264.</summary>
    public static bool IsAvailable => Available.Value;

    public async ValueTask WriteAsync(Mat picture)
    {
        Marshal.Copy(picture.Data, _buffer, 0, _buffer.Length);
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(_buffer);
        }
        catch (IOException e)
        {
            throw await FailureAsync(e);
        }
    }

    public async ValueTask CompleteAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException e)
        {
            throw await FailureAsync(e);
        }

        await _process.WaitForExitAsync();
        if (_process.ExitCode != 0)
            throw await FailureAsync(null);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<EdgeException> FailureAsync(Exception? inner)
    {
        var said = (await _complaints).Trim();
        return new EdgeException(ExitCode.Failed, $"The video '{_path}' could not be written; ffmpeg says: {said}", inner);
    }

    private static bool FindEncoder()
    {
        try
        {
            var start = new ProcessStartInfo(Program, ["-hide_banner", "-loglevel", "error", "-encoders"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            };
            using var process = Process.Start(start);
            if (process == null)
                return false;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var encoders = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return encoders.Contains("libx264", StringComparison.Ordinal);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // Not on the PATH.
        }
    }
}
