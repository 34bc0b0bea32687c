using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Integration.Tests;

/// <summary>Detection, body stream and fusion as processes of their own, so that each can be killed.</summary>
internal sealed class SplitSuite : IAsyncDisposable
{
    private readonly List<ServiceProcess> _processes = [];
    private string _faceStream = "";

    public ServiceProcess Detection { get; private set; } = null!;

    public ServiceProcess BodyStream { get; private set; } = null!;

    public ServiceProcess Fusion { get; private set; } = null!;

    /// <param name="faceStream">Where the face stream is; null: the product's own is started.</param>
    /// <param name="settings">More settings of Fusion.</param>
    public static async Task<SplitSuite> StartAsync(string? faceStream = null, params string[] settings)
    {
        var suite = new SplitSuite();
        suite.Detection = await suite.StartAsync("Detection", Ports.Free());
        suite.BodyStream = await suite.StartAsync("BodyStream", Ports.Free());
        faceStream ??= (await suite.StartAsync("FaceStream", Ports.Free())).Address;
        suite._faceStream = faceStream;
        suite.Fusion = await suite.StartFusionAsync(settings);
        suite._processes.Add(suite.Fusion);
        return suite;
    }

    /// <summary>Starts one more instance of Fusion before the same services; the caller disposes it.</summary>
    public Task<ServiceProcess> StartFusionAsync(params string[] settings) => ServiceProcess.StartServiceAsync(
        "Fusion",
        Ports.Free(),
        [$"--Fusion:Detection={Detection.Address}", $"--Fusion:BodyStream={BodyStream.Address}", $"--Fusion:FaceStream={_faceStream}", .. settings]);

    public async Task RestartBodyStreamAsync() => BodyStream = await StartAsync("BodyStream", BodyStream.Port);

    public async Task RestartDetectionAsync() => Detection = await StartAsync("Detection", Detection.Port);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }

    private async Task<ServiceProcess> StartAsync(string service, int port, params string[] settings)
    {
        var process = await ServiceProcess.StartServiceAsync(service, port, settings);
        _processes.Add(process);
        return process;
    }
}
