using EmotionGrpc.BodyStream;
using EmotionGrpc.Detection;
using EmotionGrpc.FaceStream;
using EmotionGrpc.Fusion;
using EmotionGrpc.Gateway;

namespace EmotionGrpc.Standalone;

/// <summary>
/// Which services run in this process and how they find each other: by names that only this process knows. A service whose address is configured
/// (for instance <c>Fusion:FaceStream</c>) lives elsewhere and is not started here: so a stream is swapped by one setting.
/// </summary>
internal sealed class SuitePlan
{
    private static readonly string[] s_inner = ["Detection", "FaceStream", "BodyStream"];

    private readonly Dictionary<string, string> _addresses = [];
    private readonly HashSet<string> _elsewhere = [];
    private readonly bool _logLevelIsConfigured;

    public SuitePlan(IConfiguration configuration)
    {
        _logLevelIsConfigured = configuration["Logging:LogLevel:Default"] is not null;
        foreach (var service in s_inner)
        {
            var configured = configuration[$"Fusion:{service}"];
            if (configured is not null)
                _elsewhere.Add(service);
            _addresses[service] = configured ?? $"memory:{service}";
        }

        _addresses["Fusion"] = "memory:Fusion";
    }

    /// <summary>Builds the hosts. Fusion is last, hence stopped first: its sessions end by go-away while all behind and before it still work.</summary>
    public IEnumerable<(string Name, Func<WebApplication> Build)> Hosts(string[] args, string gatewayListen)
    {
        var settings = Settings(gatewayListen);
        if (!_elsewhere.Contains("Detection"))
            yield return ("Detection", () => DetectionHost.Build(args, settings));
        if (!_elsewhere.Contains("FaceStream"))
            yield return ("FaceStream", () => FaceStreamHost.Build(args, settings));
        if (!_elsewhere.Contains("BodyStream"))
            yield return ("BodyStream", () => BodyStreamHost.Build(args, settings));
        yield return ("Gateway", () => GatewayHost.Build(args, settings));
        yield return ("Fusion", () => FusionHost.Build(args, settings));
    }

    private Dictionary<string, string?> Settings(string gatewayListen)
    {
        var settings = new Dictionary<string, string?> { ["Gateway:Listen"] = gatewayListen };
        if (!_logLevelIsConfigured)
            settings["Logging:LogLevel:Default"] = "Warning";
        foreach (var (service, address) in _addresses)
        {
            if (!_elsewhere.Contains(service))
                settings[$"{service}:Listen"] = address;
            if (service != "Fusion")
                settings[$"Fusion:{service}"] = address;
            // A stream that is switched off has no address; calls for it end at Fusion's socket with UNIMPLEMENTED.
            settings[$"Gateway:{service}"] = address.Length > 0 ? address : _addresses["Fusion"];
        }

        return settings;
    }
}
