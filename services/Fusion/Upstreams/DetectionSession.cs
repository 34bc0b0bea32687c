using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>
/// One recognition session's use of the detection service. When the service is lost, frames are answered by errors and the next frame tries again;
/// track ids stay unique over such losses.
/// </summary>
internal sealed class DetectionSession(DetectionService.DetectionServiceClient client, TimeSpan timeout, ILogger logger) : IAsyncDisposable
{
    private readonly TrackIds _ids = new();
    private OrderedCall<StreamDetectRequest, StreamDetectResponse>? _call;
    private bool _lost;

    /// <summary>Sends a frame; its answer comes when all before it are answered. One caller at a time; the task may be awaited later.</summary>
    public Task<DetectionAnswer> DetectAsync(Frame frame, IEnumerable<CropSpec> crops, string traceparent)
    {
        if (_call is null or { IsBroken: true })
            _call = new OrderedCall<StreamDetectRequest, StreamDetectResponse>(client.StreamDetect());
        return FinishAsync(_call, _call.SendAsync(new StreamDetectRequest { Frame = frame, Crops = { crops }, Traceparent = traceparent }), frame.Sequence);
    }

    /// <summary>Takes an answer in. To be called for every answer, one at a time and in the order of the frames: answers themselves may end side by side.</summary>
    public StreamDetectResponse Accept(DetectionAnswer answer)
    {
        if (answer.Response.Detection is { } detection)
            _ids.Translate(answer.Call, detection);
        if (answer.Lost is { } why && !_lost)
            FusionLog.DetectionLost(logger, why);
        _lost = answer.Lost != null;
        return answer.Response;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _call?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<DetectionAnswer> FinishAsync(object call, Task<StreamDetectResponse> answering, ulong sequence)
    {
        try
        {
            return new DetectionAnswer(call, await answering.WaitAsync(timeout), null);
        }
        catch (Exception e)
        {
            var why = e switch
            {
                TimeoutException => $"it took longer than {timeout.TotalMilliseconds:0} ms.",
                Grpc.Core.RpcException rpc => $"{rpc.StatusCode}: {rpc.Status.Detail}",
                _ => e.Message,
            };
            var error = new FrameError
            {
                Sequence = sequence,
                Reason = FrameErrorReason.DetectionUnavailable,
                Message = $"The detection service does not answer: {why} Later frames may succeed.",
            };
            return new DetectionAnswer(call, new StreamDetectResponse { Sequence = sequence, Error = error }, why);
        }
    }
}
