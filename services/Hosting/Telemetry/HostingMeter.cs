using System.Diagnostics.Metrics;

namespace EmotionGrpc.Hosting.Telemetry;

/// <summary>What every service measures.</summary>
internal static class HostingMeter
{
    public static readonly Meter Meter = new("EmotionGrpc.Hosting");

    private static readonly Gauge<int> s_dependencies = Meter.CreateGauge<int>(
        "emotion.dependency.up", null, "1 when what a service needs (an upstream service, a model) is there, else 0.");

    private static readonly UpDownCounter<int> s_calls = Meter.CreateUpDownCounter<int>(
        "emotion.calls.open", "{call}", "Streaming calls that are open; at the gateway all calls that it forwards.");

    private static readonly Gauge<double> s_certificates = Meter.CreateGauge<double>(
        "emotion.certificate.expiry.timestamp", "s", "When a certificate that is in use ends, in seconds since 1970.");

    public static void Certificate(string section, DateTime notAfter) =>
        s_certificates.Record(new DateTimeOffset(notAfter).ToUnixTimeSeconds(), new KeyValuePair<string, object?>("certificate", section));

    public static void Dependency(ServiceIdentity service, string dependency, bool up) =>
        s_dependencies.Record(up ? 1 : 0, Label(service), new KeyValuePair<string, object?>("dependency", dependency));

    public static void CallOpened(ServiceIdentity service) => s_calls.Add(1, Label(service));

    public static void CallEnded(ServiceIdentity service) => s_calls.Add(-1, Label(service));

    private static KeyValuePair<string, object?> Label(ServiceIdentity service) => new("service", service.Label);
}
