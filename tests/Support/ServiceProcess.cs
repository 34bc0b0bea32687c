using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EmotionGrpc.TestSupport;

/// <summary>A service as its own process.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_readyWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ServiceProcess(Process process, int port)
    {
        _process = process;
        Port = port;
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += EndToo;
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Its address.</summary>
    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>What it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts the whole suite in one process.</summary>
    public static Task<ServiceProcess> StartSuiteAsync(params string[] settings) => StartSuiteAsync(Ports.Free(), settings);

    /// <summary>Starts the whole suite in one process, at a port that others know already.</summary>
    public static Task<ServiceProcess> StartSuiteAsync(int port, params string[] settings) =>
        StartAsync("Standalone", port, ["--port", port.ToString(CultureInfo.InvariantCulture), .. settings], "/readyz");

    /// <summary>Starts the whole suite in one process that gives way to this one: for load that stands for other machines.</summary>
    public static Task<ServiceProcess> StartYieldingSuiteAsync() =>
        StartSuiteAsync(new ProgramSurroundings(Environment.CurrentDirectory, new Dictionary<string, string>(), Yields: true));

    /// <summary>Starts the whole suite in one process, in surroundings of its own.</summary>
    public static Task<ServiceProcess> StartSuiteAsync(ProgramSurroundings surroundings, params string[] settings)
    {
        var port = Ports.Free();
        return StartAsync("Standalone", port, ["--port", port.ToString(CultureInfo.InvariantCulture), .. settings], "/readyz", surroundings);
    }

    /// <summary>Starts one service.</summary>
    /// <param name="service">For instance "Fusion".</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="settings">More settings.</param>
    public static Task<ServiceProcess> StartServiceAsync(string service, int port, params string[] settings) =>
        StartAsync(service, port, [$"--{service}:Listen=http://127.0.0.1:{port}", .. settings], "/readyz");

    /// <summary>Starts one service and does not wait for what it needs.</summary>
    /// <inheritdoc cref="StartServiceAsync(string, int, string[])"/>
    public static Task<ServiceProcess> StartAliveAsync(string service, int port, params string[] settings) =>
        StartAsync(service, port, [$"--{service}:Listen=http://127.0.0.1:{port}", .. settings], "/livez");

    /// <summary>Starts one service in surroundings of its own.</summary>
    /// <inheritdoc cref="StartServiceAsync(string, int, string[])"/>
    public static Task<ServiceProcess> StartServiceAsync(string service, int port, ProgramSurroundings surroundings, params string[] settings) =>
        StartAsync(service, port, [$"--{service}:Listen=http://127.0.0.1:{port}", .. settings], "/readyz", surroundings);

    /// <summary>Runs a service that is expected to stop by itself.</summary>
    /// <param name="service">For instance "Fusion".</param>
    /// <param name="settings">Its settings; where it would listen need not be among them.</param>
    /// <returns>Its exit code and what it wrote.</returns>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string service, params string[] settings) =>
        BuiltProgram.RunAsync(Folder(service), Assembly(service), [$"--{service}:Listen=unix:{UnixSockets.Free(service)}", .. settings]);

    /// <summary>Kills it, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Tells it to stop (SIGTERM) and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        Signal();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">For instance "TERM" (default): it shall stop.</param>
    public void Signal(string name = "TERM")
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndToo;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static async Task<ServiceProcess> StartAsync(string service, int port, string[] arguments, string path, ProgramSurroundings? surroundings = null)
    {
        var process = new ServiceProcess(BuiltProgram.Start(Folder(service), Assembly(service), surroundings, arguments), port);
        using var http = new HttpClient();
        var start = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(http, $"{process.Address}{path}"))
        {
            if (process._process.HasExited || Stopwatch.GetElapsedTime(start) > s_readyWithin)
            {
                var output = process.Output;
                await process.DisposeAsync();
                throw new InvalidOperationException($"{service} did not start: {output}");
            }

            await Task.Delay(20);
        }

        return process;
    }

    private static string Folder(string service) => $"services/{service}";

    private static string Assembly(string service) => $"EmotionGrpc.{service}";

    private static async Task<bool> AnswersAsync(HttpClient http, string url)
    {
        try
        {
            using var response = await http.GetAsync(url);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // A program that is told to stop (SIGTERM) while it waits leaves nothing behind.
    private void EndToo(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
            _process.Kill();
    }

    private void Append(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
