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
    public Task<StreamDetectResponse> DetectAsync(Frame frame, IEnumerable<CropSpec> crops)
    {
        if (_call is null or { IsBroken: true })
            _call = new OrderedCall<StreamDetectRequest, StreamDetectResponse>(client.StreamDetect());
        return FinishAsync(_call, _call.SendAsync(new StreamDetectRequest { Frame = frame, Crops = { crops } }), frame.Sequence);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _call?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<StreamDetectResponse> FinishAsync(object call, Task<StreamDetectResponse> answering, ulong sequence)
    {
        try
        {
            var answer = await answering.WaitAsync(timeout);
            _lost = false;
            if (answer.Detection is { } detection)
                _ids.Translate(call, detection);
            return answer;
        }
        catch (Exception e)
        {
            var why = e switch
            {
                TimeoutException => $"it took longer than {timeout.TotalMilliseconds:0} ms.",
                Grpc.Core.RpcException rpc => $"{rpc.StatusCode}: {rpc.Status.Detail}",
                _ => e.Message,
            };
            if (!_lost)
                FusionLog.DetectionLost(logger, why);
            _lost = true;
            return new StreamDetectResponse
            {
                Sequence = sequence,
                Error = new FrameError
                {
                    Sequence = sequence,
                    Reason = FrameErrorReason.DetectionUnavailable,
                    Message = $"The detection service does not answer: {why} Later frames may succeed.",
                },
            };
        }
    }
}
