using Grpc.Core;

namespace EmotionGrpc.Fusion.Recognition;

/// <summary>Whom the gateway has recognised. It takes the header away from those who send it themselves, and only the gateway reaches this service.</summary>
internal static class CallerIdentity
{
    private const string Header = "x-emotion-identity";

    /// <summary>Who calls; empty when nobody says so.</summary>
    public static string Of(ServerCallContext context) => context.RequestHeaders.GetValue(Header) ?? "";
}
