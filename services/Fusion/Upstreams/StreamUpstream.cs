using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>
/// Watches over one stream service for all sessions: asks for its model at connect, and again after every failure until it answers,
/// so that sessions know at once, without waiting, whether the stream is there.
/// </summary>
internal sealed class StreamUpstream : IAsyncDisposable
{
    private static readonly TimeSpan s_askTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(200);

    private readonly IStreamService _service;
    private readonly string _address;
    private readonly Readiness _readiness;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _failed = new(1, 1);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _watching;
    private volatile StreamState _state;

    public StreamUpstream(IStreamService service, string address, Readiness readiness, ILogger logger)
    {
        _service = service;
        _address = address;
        _readiness = readiness;
        _logger = logger;
        _state = Unavailable("It was not reached yet.");
        _readiness.Pending(Part);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>Which stream.</summary>
    public StreamKind Stream => _service.Stream;

    /// <summary>What is known now.</summary>
    public StreamState State => _state;

    /// <summary>Ends when the service was asked for the first time, with whatever came of it.</summary>
    public Task FirstAsked => _asked.Task;

    private string Part => $"upstream {Stream} stream";

    /// <summary>Opens a session with the service.</summary>
    public IStreamCall Open() => _service.Open();

    /// <summary>Tells that a call failed: the stream counts as absent until it answers again.</summary>
    public void Fail(Exception exception)
    {
        Lose(Reason(exception));
        if (_failed.CurrentCount == 0)
            TryRelease();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
        _failed.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await _failed.WaitAsync(_stop.Token);
                while (!await AskAsync())
                    await Task.Delay(s_retry, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        finally
        {
            _asked.TrySetResult();
        }
    }

    private async Task<bool> AskAsync()
    {
        try
        {
            var model = await _service.GetModelAsync(s_askTimeout, _stop.Token);
            if (Fault(model) is { } fault)
            {
                FusionLog.StreamRefused(_logger, Stream.ToString(), _address, fault);
                _state = new StreamState(null, new Absence { Reason = AbsenceReason.Unavailable, Detail = $"The {Stream} stream cannot be used: {fault}" });
                _readiness.Missing(Part, fault);
                return false;
            }

            _readiness.Present(Part);
            if (model.Equals(_state.Model))
                return true; // Several sessions may tell of one failure.
            _state = new StreamState(model, null);
            FusionLog.StreamConnected(_logger, Stream.ToString(), _address, model.Version?.Name ?? "", model.Version?.Version ?? "");
            return true;
        }
        catch (RpcException e)
        {
            _stop.Token.ThrowIfCancellationRequested();
            Lose(Reason(e));
            return false;
        }
        finally
        {
            _asked.TrySetResult();
        }
    }

    private void Lose(string reason)
    {
        _state = Unavailable(reason);
        _readiness.Missing(Part, reason);
    }

    private void TryRelease()
    {
        try
        {
            _failed.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Another session has told it already, or the service stops.
        }
    }

    private StreamState Unavailable(string reason) =>
        new(null, new Absence { Reason = AbsenceReason.Unavailable, Detail = $"The {Stream} stream at {_address} does not answer: {reason}" });

    private static string Reason(Exception exception) => exception is RpcException { Status: var status }
        ? $"{status.StatusCode}: {status.Detail}"
        : exception.Message;

    private static string? Fault(Model model)
    {
        if (model.Labels.Count < 2)
            return "its model names fewer than two labels.";
        if (model.Labels.Distinct().Count() != model.Labels.Count)
            return "its model names a label twice.";
        if (model.LabelType is not (LabelType.Single or LabelType.Multi))
            return "its model does not say how its labels relate (label_type).";
        if (model.TemporalMode is not (TemporalMode.PerFrame or TemporalMode.Stateful or TemporalMode.Clip))
            return "its model does not say what it remembers (temporal_mode).";
        if (model.Sample?.Crop is null && model.Sample?.Keypoints != true)
            return "its model wants neither a crop nor keypoints (sample).";
        return null;
    }
}
