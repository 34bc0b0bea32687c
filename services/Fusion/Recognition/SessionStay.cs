using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Recognition;

/// <summary>
/// How long a session stays at this instance. Long-lived sessions stick to the instance that they met; asked to move now and then, each at its own time, they spread
/// over the instances there are by the gateway's choice of the least busy one.
/// </summary>
internal sealed class SessionStay(IOptions<FusionServiceOptions> options, TimeProvider time)
{
    private const double Spread = 0.2;

    /// <summary>Told to a client whose server stops: the gateway knows it by then.</summary>
    public static GoAway Stopping => Message("The server is stopping; open a session elsewhere.");

    /// <summary>Told to a client whose session has stayed long enough.</summary>
    public static GoAway LongEnough => Message("The session has stayed long enough at this server; open it again, so that load spreads.");

    /// <summary>Raised when a session that begins now has stayed long enough. The caller disposes it.</summary>
    public CancellationTokenSource Begin() =>
        new(TimeSpan.FromMinutes(options.Value.MaximumSessionMinutes * (1 - (Spread * Random.Shared.NextDouble()))), time);

    private static GoAway Message(string reason) => new() { Reason = reason, RetryAfter = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(200)) };
}
