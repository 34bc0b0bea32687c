using System.Diagnostics.Metrics;

namespace EmotionGrpc.Gateway.Audit;

/// <summary>What the gateway measures.</summary>
internal static class GatewayMeter
{
    private static readonly Meter s_meter = new("EmotionGrpc.Gateway");

    private static readonly Counter<long> s_refused = s_meter.CreateCounter<long>(
        "emotion.gateway.refused", "{call}", "Calls that the gateway refused or ended, by reason.");

    /// <param name="reason">One of the reasons of Refusal, so there are few.</param>
    public static void Refused(string reason) => s_refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
