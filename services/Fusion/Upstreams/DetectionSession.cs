using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>
/// One recognition session's use of the detection service. When the service is lost, frames are answered by errors and the next frame tries again;
/// track ids stay unique over such losses, and tracks go on from the last state that was written down.
/// </summary>
internal sealed class DetectionSession : IAsyncDisposable
{
    private readonly DetectionService.DetectionServiceClient _client;
    private readonly TimeSpan _timeout;
    private readonly ILogger _logger;
    private readonly TrackIds _ids;
    private DetectionConnection? _connection;
    private volatile DetectionHandover? _handover;
    private bool _lost;

    /// <param name="client">The service.</param>
    /// <param name="timeout">How long it may take for a frame.</param>
    /// <param name="resumed">What the session goes on from; null: it is new.</param>
    /// <param name="logger">Told of losses.</param>
    public DetectionSession(DetectionService.DetectionServiceClient client, TimeSpan timeout, SavedSession? resumed, ILogger logger)
    {
        _client = client;
        _timeout = timeout;
        _logger = logger;
        _ids = new TrackIds(resumed);
        _handover = DetectionHandover.Of(resumed);
    }

    /// <summary>Sends a frame; its answer comes when all before it are answered. One caller at a time; the task may be awaited later.</summary>
    public Task<DetectionAnswer> DetectAsync(Frame frame, IEnumerable<CropSpec> crops, string traceparent) =>
        SendAsync(new StreamDetectRequest { Frame = frame, Crops = { crops }, Traceparent = traceparent });

    /// <summary>Asks for the service's state after the frames so far; as <see cref="DetectAsync"/>.</summary>
    public Task<DetectionAnswer> AskForStateAsync() => SendAsync(new StreamDetectRequest { StateWanted = true });

    /// <summary>Takes an answer in. To be called for every answer, one at a time and in the order of the frames: answers themselves may end side by side.</summary>
    public StreamDetectResponse Accept(DetectionAnswer answer)
    {
        if (answer.Lost is null)
            _ids.Translate(answer.Connection, answer.Connection.GoesOn, answer.Response.Detection);
        if (answer.Lost is { } why && !_lost)
            FusionLog.DetectionLost(_logger, why);
        _lost = answer.Lost != null;
        return answer.Response;
    }

    /// <summary>Takes the answer to <see cref="AskForStateAsync"/> in, and writes down what another session needs; as <see cref="Accept"/>.</summary>
    public void Save(DetectionAnswer answer, SavedSession saved)
    {
        var state = Accept(answer).State;
        if (answer.Lost is null)
            _handover = state.IsEmpty ? null : new DetectionHandover(state, _ids.Current);
        saved.LastTrackId = _ids.Last;
        if (_handover is not { } handover)
            return;
        saved.Detection = handover.State;
        saved.TrackIds.Add(handover.Ids.ToDictionary());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection?.Call.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task<DetectionAnswer> SendAsync(StreamDetectRequest request)
    {
        if (_connection is null or { Call.IsBroken: true })
        {
            _connection = new DetectionConnection(new OrderedCall<StreamDetectRequest, StreamDetectResponse>(_client.StreamDetect()), _handover);
            if (_handover is { } handover)
                request.State = handover.State;
        }

        return FinishAsync(_connection, _connection.Call.SendAsync(request), request.Frame?.Sequence ?? 0);
    }

    private async Task<DetectionAnswer> FinishAsync(DetectionConnection connection, Task<StreamDetectResponse> answering, ulong sequence)
    {
        try
        {
            var answer = await answering.WaitAsync(_timeout);
            connection.Heard(answer);
            return new DetectionAnswer(connection, answer, null);
        }
        catch (Exception e)
        {
            var why = e switch
            {
                TimeoutException => $"it took longer than {_timeout.TotalMilliseconds:0} ms.",
                Grpc.Core.RpcException rpc => $"{rpc.StatusCode}: {rpc.Status.Detail}",
                _ => e.Message,
            };
            var error = new FrameError
            {
                Sequence = sequence,
                Reason = FrameErrorReason.DetectionUnavailable,
                Message = $"The detection service does not answer: {why} Later frames may succeed.",
            };
            return new DetectionAnswer(connection, new StreamDetectResponse { Sequence = sequence, Error = error }, why);
        }
    }
}
