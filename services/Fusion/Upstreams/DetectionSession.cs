using System.Runtime.CompilerServices;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>
/// One recognition session's use of the detection service. When the service is lost for longer than a frame is worth, the frame is answered by an error and later ones try
/// again; track ids stay unique over such losses, and tracks go on from the last state that was written down.
/// </summary>
internal sealed class DetectionSession : IAsyncDisposable
{
    private readonly TimeSpan _timeout;
    private readonly uint _cadence;
    private readonly ILogger _logger;
    private readonly DetectionLine _line;
    private readonly TrackIds _ids;
    private bool _lost;

    /// <param name="client">The service.</param>
    /// <param name="timeout">How long it may take for a frame.</param>
    /// <param name="cadence">Frames at most from one search for persons to the next.</param>
    /// <param name="resumed">What the session goes on from; null: it is new.</param>
    /// <param name="time">The time.</param>
    /// <param name="logger">Told of losses.</param>
    public DetectionSession(
        DetectionService.DetectionServiceClient client, TimeSpan timeout, uint cadence, SavedSession? resumed, TimeProvider time, ILogger logger)
    {
        _cadence = cadence;
        _timeout = timeout;
        _logger = logger;
        _line = new DetectionLine(client, DetectionHandover.Of(resumed), timeout, time);
        _ids = new TrackIds(resumed);
    }

    /// <summary>Sends a frame; its answer comes when all before it are answered. One caller at a time; the task is awaited once, perhaps later.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="crops">Crops wanted of every person.</param>
    /// <param name="patience">How long the frame is worth sending again when the service is lost.</param>
    /// <param name="traceparent">The frame's span; empty: none.</param>
    public ValueTask<DetectionAnswer> DetectAsync(Frame frame, IEnumerable<CropSpec> crops, TimeSpan patience, string traceparent) =>
        FinishAsync(_line.AskAsync(new StreamDetectRequest { Frame = frame, Crops = { crops }, Cadence = _cadence, Traceparent = traceparent }, patience), frame.Sequence);

    /// <summary>Asks for the service's state after the frames so far; as <see cref="DetectAsync"/>. Asked again on a new call, behind the frames that are sent again there: its state is the session's by then.</summary>
    public ValueTask<DetectionAnswer> AskForStateAsync() => FinishAsync(_line.AskAsync(new StreamDetectRequest { StateWanted = true }, _timeout), 0);

    /// <summary>Takes an answer in. To be called for every answer, one at a time and in the order of the frames: answers themselves may end side by side.</summary>
    public StreamDetectResponse Accept(DetectionAnswer answer)
    {
        if (answer.Connection is { } connection)
            _ids.Translate(connection, connection.GoesOn, answer.Response.Detection);
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
            _line.Handover = state.IsEmpty ? null : new DetectionHandover(state, _ids.Current);
        saved.LastTrackId = _ids.Last;
        if (_line.Handover is not { } handover)
            return;
        saved.Detection = handover.State;
        saved.TrackIds.Add(handover.Ids.ToDictionary());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _line.DisposeAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<DetectionAnswer> FinishAsync(ValueTask<DetectionAnswer> answering, ulong sequence)
    {
        try
        {
            return await answering;
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
            return new DetectionAnswer(null, new StreamDetectResponse { Sequence = sequence, Error = error }, why);
        }
    }
}
