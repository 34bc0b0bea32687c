using EmotionGrpc.Hosting.Errors;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Fusion.Scores;

/// <summary>Checks that the capture times of a StreamFuse session do not go back.</summary>
internal sealed class ScoreClock
{
    private DateTime _last = DateTime.MinValue;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public DateTime Check(Timestamp? timestamp)
    {
        if (timestamp is null)
            throw GrpcError.InvalidArgument("capture_time", "The request has no capture time; the window of segments is measured by it.");
        DateTime time;
        try
        {
            time = timestamp.ToDateTime();
        }
        catch (InvalidOperationException)
        {
            throw GrpcError.InvalidArgument("capture_time", "The capture time is not a valid timestamp (years 1 to 9999, nanoseconds 0 to 999999999).");
        }

        if (time < _last)
            throw GrpcError.InvalidArgument("capture_time", $"The capture time {time:O} lies before the last one, {_last:O}; it must not go back.");
        return _last = time;
    }
}
