using System.Diagnostics;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>
/// Watches over one stream service for all sessions: asks for its model at connect, again after every failure until it answers, and when its answers name
/// another version, so that sessions know at once, without waiting, whether the stream is there and what it is.
/// </summary>
internal sealed class StreamUpstream : IAsyncDisposable
{
    private static readonly TimeSpan s_askTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(200);

    // Where several instances of different versions share an address, answers name now one, now the other.
    private static readonly TimeSpan s_betweenVersions = TimeSpan.FromSeconds(1);

    private readonly IStreamService _service;
    private readonly string _address;
    private readonly Readiness _readiness;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _ask = new(1, 1);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _watching;
    private volatile StreamState _state;
    private long _versionHeard;
    private bool _lossTold;

    public StreamUpstream(IStreamService service, string address, StreamRole role, Readiness readiness, ILogger logger)
    {
        _service = service;
        _address = address;
        Role = role;
        _readiness = readiness;
        _logger = logger;
        _state = Unavailable("It was not reached yet.");
        if (role == StreamRole.Main)
            _readiness.Pending(Part);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>Which stream.</summary>
    public StreamKind Stream => _service.Stream;

    /// <summary>What it is there for.</summary>
    public StreamRole Role { get; }

    /// <summary>What is known now.</summary>
    public StreamState State => _state;

    /// <summary>Ends when the service was asked for the first time, with whatever came of it.</summary>
    public Task FirstAsked => _asked.Task;

    private string Part => $"upstream {Stream} stream";

    private string Name => Role == StreamRole.Main ? $"{Stream} stream" : $"{Stream} stream's {Role.ToString().ToLowerInvariant()}";

    /// <summary>Opens a session with the service.</summary>
    public IStreamCall Open() => _service.Open();

    /// <summary>Tells that a call failed: the stream counts as absent until it answers again.</summary>
    public void Fail(Exception exception)
    {
        Lose(Reason(exception));
        AskAgain();
    }

    /// <summary>Tells which version an answer names; when it is another than the known one, the service has put a new one into service.</summary>
    public void Heard(ModelVersion? version)
    {
        if (version is null || _state.Model is not { } known || version.Equals(known.Version))
            return;
        var (now, heard) = (Stopwatch.GetTimestamp(), Volatile.Read(ref _versionHeard));
        if ((heard == 0 || Stopwatch.GetElapsedTime(heard, now) > s_betweenVersions) && Interlocked.CompareExchange(ref _versionHeard, now, heard) == heard)
            AskAgain();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
        _ask.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await _ask.WaitAsync(_stop.Token);
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
                FusionLog.StreamRefused(_logger, Name, _address, fault);
                _state = new StreamState(null, new Absence { Reason = AbsenceReason.Unavailable, Detail = $"The {Stream} stream cannot be used: {fault}" });
                Miss(fault);
                return false;
            }

            _lossTold = false;
            if (Role == StreamRole.Main)
                _readiness.Present(Part);
            if (model.Equals(_state.Model))
                return true; // Several sessions may tell of one failure.
            _state = new StreamState(model, null);
            FusionLog.StreamConnected(_logger, Name, _address, model.Version?.Name ?? "", model.Version?.Version ?? "");
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
        Miss(reason);
    }

    /// <summary>The service in use is missed by all; one on trial only by who looks for it.</summary>
    private void Miss(string reason)
    {
        if (Role == StreamRole.Main)
        {
            _readiness.Missing(Part, reason);
        }
        else if (!Interlocked.Exchange(ref _lossTold, true))
        {
            FusionLog.TrialMissing(_logger, Name, _address, reason);
        }
    }

    private void AskAgain()
    {
        try
        {
            if (_ask.CurrentCount == 0)
                _ask.Release();
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
