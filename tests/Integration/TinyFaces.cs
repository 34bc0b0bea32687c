using System.Text.Json.Nodes;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Integration.Tests;

/// <summary>Face streams, as processes, that serve versions of the tiny network "frame": version v has a temperature of 1/v, so that its logits are v times those of version 1.</summary>
public sealed class TinyFaces : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _processes = [];
    private readonly List<ScratchModels> _models = [];
    private ServiceProcess _detection = null!;
    private ServiceProcess _face = null!;

    public async Task InitializeAsync()
    {
        _detection = Keep(await ServiceProcess.StartServiceAsync("Detection", Ports.Free(), "--Detection:MaskModel="));
        (_face, _) = await ServeAsync(1);
    }

    /// <summary>Starts a face stream.</summary>
    /// <param name="version">The version of its network.</param>
    /// <param name="port">Where; null: at a free port.</param>
    public async Task<(ServiceProcess Service, ScratchModels Models)> ServeAsync(int version, int? port = null)
    {
        var models = ScratchModels.CopyOf("frame");
        _models.Add(models);
        Release(models, version);
        var service = await ServiceProcess.StartServiceAsync(
            "FaceStream", port ?? Ports.Free(), $"--Models:Directory={models.Folder}", "--FaceStream:Model=frame", "--Models:ReloadSeconds=0.1");
        return (Keep(service), models);
    }

    /// <summary>Starts a Fusion without a body stream, with version 1 as face stream.</summary>
    /// <param name="settings">More settings; the last word wins.</param>
    public async Task<ServiceProcess> FuseAsync(params string[] settings) => Keep(await ServiceProcess.StartServiceAsync(
        "Fusion",
        Ports.Free(),
        [
            $"--Fusion:Detection={_detection.Address}", $"--Fusion:FaceStream={_face.Address}", "--Fusion:BodyStream=",
            .. Patience.Settings, .. settings,
        ]));

    public static void Release(ScratchModels models, int version) => models.Release($"{version}", m => m["temperature"] = JsonValue.Create(1.0 / version));

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        foreach (var models in _models)
            models.Dispose();
    }

    private ServiceProcess Keep(ServiceProcess process)
    {
        _processes.Add(process);
        return process;
    }
}
