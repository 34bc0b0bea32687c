using System.Diagnostics;
using System.Text;
using EmotionGrpc.TestSupport;
using OpenCvSharp;

namespace EmotionGrpc.Eval.Tests.EndToEnd;

/// <summary>The suite as a process on a free port, and pictures and a clip cut from the sample video.</summary>
public sealed class RunningSuite : IAsyncLifetime, IDisposable
{
    /// <summary>Frames of <see cref="Clip"/>: enough for tracks, segments and a consensus.</summary>
    public const int ClipFrames = 60;

    private const int Pictures = 6;
    private readonly StringBuilder _log = new();
    private Process? _process;

    public string Server { get; private set; } = "";

    /// <summary>A folder that holds frame0.png to frame5.png, clip.avi and broken.jpg.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("emotion-eval-").FullName;

    /// <summary>The beginning of the sample video.</summary>
    public string Clip => Path.Combine(Data, "clip.avi");

    public static string Video => Path.Combine(Root, "clients", "edge", "samples", "webcam.mp4");

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run from within the repository.");
            return folder.FullName;
        }
    }

    public async Task InitializeAsync()
    {
        CutPictures();
        CutClip();
        // BIN/CONFIGURATION/FRAMEWORK is the same for every project.
        var output = Path.GetRelativePath(Path.Combine(Root, "tests", "Eval"), AppContext.BaseDirectory);
        var program = Path.Combine(Root, "services", "Standalone", output, "EmotionGrpc.Standalone.dll");
        Server = $"http://127.0.0.1:{Ports.Free()}";
        _process = new Process
        {
            // Figures are under test here, not speed: a busy machine must not turn slow answers into absent ones.
            StartInfo = new ProcessStartInfo(
                "dotnet",
                [program, "--Gateway:Listen", Server, "--Fusion:DetectionTimeoutMilliseconds", "60000", "--Fusion:StreamTimeoutMilliseconds", "60000"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.ErrorDataReceived += (_, line) => Log(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitAsync(_process);
    }

    public async Task DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        Directory.Delete(Data, recursive: true);
    }

    public void Dispose() => _process?.Dispose();

    /// <summary>Writes a file into the data folder and gives its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Data, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task WaitAsync(Process process)
    {
        using var client = new HttpClient { BaseAddress = new Uri(Server) };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await timer.WaitForNextTickAsync(patience.Token))
        {
            Assert.False(process.HasExited, $"The suite ended:\n{_log}");
            try
            {
                using var answer = await client.GetAsync("readyz", patience.Token);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }

    private void CutPictures()
    {
        using var video = new VideoCapture(Video);
        using var frame = new Mat();
        for (var i = 0; i < Pictures; i++)
        {
            video.PosFrames = i * video.FrameCount / Pictures;
            Assert.True(video.Read(frame));
            Assert.True(Cv2.ImWrite(Path.Combine(Data, $"frame{i}.png"), frame));
        }

        Write("broken.jpg", "This is not a picture.");
    }

    private void CutClip()
    {
        using var video = new VideoCapture(Video);
        using var clip = new VideoWriter(Clip, FourCC.MJPG, video.Fps, new Size(video.FrameWidth, video.FrameHeight));
        Assert.True(clip.IsOpened());
        using var frame = new Mat();
        for (var i = 0; i < ClipFrames; i++)
        {
            Assert.True(video.Read(frame));
            clip.Write(frame);
        }
    }

    private void Log(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}
