using EmotionGrpc.Operations.Tests.Traces;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Operations.Tests.Suite;

/// <summary>
/// Every service as a process of its own, as talkative as it can be: all logs at the lowest level, every frame traced to a collector. A camera has
/// streamed through it, and strangers were refused.
/// </summary>
public sealed class ObservedSuite : IAsyncLifetime
{
    // What ServiceHost keeps quiet by default, and everything else.
    private static readonly string[] s_categories =
    [
        "Default", "Microsoft.AspNetCore", "Microsoft.Hosting.Lifetime", "Microsoft.Extensions.Hosting", "Grpc", "Grpc.AspNetCore.Server.ServerCallHandler", "Yarp",
        "Microsoft.AspNetCore.DataProtection", "Microsoft.Extensions.Diagnostics.HealthChecks",
    ];

    private readonly Dictionary<string, ServiceProcess> _services = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("emotion-test-").FullName;

    internal TraceCollector Collector { get; private set; } = null!;

    internal CameraRun Camera { get; private set; } = null!;

    /// <summary>A key that may do everything.</summary>
    internal GatewayKey Key { get; private set; } = null!;

    /// <summary>By label: detection, face-stream, body-stream, fusion, gateway.</summary>
    public IReadOnlyDictionary<string, ServiceProcess> Services => _services;

    /// <summary>Working folder of the services; they began with it empty.</summary>
    public string WorkingDirectory => Path.Combine(_folder, "work");

    /// <summary>Folder for temporary files of the services; they began with it empty.</summary>
    public string TemporaryDirectory => Path.Combine(_folder, "tmp");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(WorkingDirectory);
        Directory.CreateDirectory(TemporaryDirectory);
        Collector = await TraceCollector.StartAsync();
        Key = await GatewayKey.MakeAsync(Path.Combine(_folder, "keys.jsonl"));
        var started = await Task.WhenAll(StartAsync("Detection"), StartAsync("FaceStream"), StartAsync("BodyStream"));
        (_services["detection"], _services["face-stream"], _services["body-stream"]) = (started[0], started[1], started[2]);
        _services["fusion"] = await StartAsync("Fusion", Addresses("Fusion"));
        _services["gateway"] = await StartAsync("Gateway", [.. Addresses("Gateway"), $"--Gateway:Fusion={_services["fusion"].Address}", $"--Gateway:ApiKeys={Key.Path}"]);
        Camera = await CameraRun.RunAsync(_services["gateway"].Address, Key.Text);
        await Eventually.TrueAsync(AllSpansAreThere);
    }

    public async Task DisposeAsync()
    {
        foreach (var service in _services.Values)
            await service.DisposeAsync();
        await Collector.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What a service's /metrics says.</summary>
    public async Task<string> ScrapeAsync(string service)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Services[service].Address}/metrics");
        request.Headers.Add("x-api-key", Key.Text);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Services hand their spans over each in its own time: a frame's is the last of Fusion, and what Fusion asked for has a span behind it.</summary>
    private bool AllSpansAreThere()
    {
        var spans = Collector.Spans;
        return spans.Count(s => s.Name == "frame") >= Camera.Frames
            && spans.Where(s => s.Name is "detection" or "face-stream" or "body-stream").All(asked => spans.Any(s => s.IsBelow(asked)));
    }

    private string[] Addresses(string section) =>
    [
        $"--{section}:Detection={_services["detection"].Address}",
        $"--{section}:FaceStream={_services["face-stream"].Address}",
        $"--{section}:BodyStream={_services["body-stream"].Address}",
    ];

    private Task<ServiceProcess> StartAsync(string service, params string[] settings)
    {
        var surroundings = new ProgramSurroundings(WorkingDirectory, new Dictionary<string, string>
        {
            ["TMPDIR"] = TemporaryDirectory,
            ["HOME"] = WorkingDirectory,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Address,
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        });
        string[] telemetry = ["--Logging:Format=json", "--Telemetry:TraceRatio=1", .. s_categories.Select(c => $"--Logging:LogLevel:{c}=Trace")];
        return ServiceProcess.StartServiceAsync(service, Ports.Free(), surroundings, [.. settings, .. telemetry]);
    }
}
