using System.Threading.Tasks.Sources;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>A request to the detection service that is not answered yet. What is known of it changes under the lock of its line, which also sees to it that it is answered once.</summary>
/// <param name="request">The request.</param>
/// <param name="since">Timestamp of its first sending.</param>
/// <param name="patience">How long it is worth sending again.</param>
internal sealed class AskedDetection(StreamDetectRequest request, long since, TimeSpan patience) : IValueTaskSource<DetectionAnswer>
{
    // It is answered under the lock, which is no place for the work of those who wait.
    private ManualResetValueTaskSourceCore<DetectionAnswer> _core = new() { RunContinuationsAsynchronously = true };

    public StreamDetectRequest Request => request;

    public long Since => since;

    public TimeSpan Patience => patience;

    /// <summary>Calls that it was sent on.</summary>
    public int Sent { get; set; }

    /// <summary>Calls that broke while this was the oldest in hand.</summary>
    public int Breaks { get; set; }

    /// <summary>Ends with the answer; to be awaited once.</summary>
    public ValueTask<DetectionAnswer> Task => new(this, _core.Version);

    /// <summary>The answer has come; once.</summary>
    public void Answer(DetectionAnswer answer) => _core.SetResult(answer);

    /// <summary>No answer will come; once.</summary>
    public void Fail(Exception why) => _core.SetException(why);

    DetectionAnswer IValueTaskSource<DetectionAnswer>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<DetectionAnswer>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<DetectionAnswer>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
