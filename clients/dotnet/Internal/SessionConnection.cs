using System.Globalization;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace EmotionGrpc.Client.Internal;

/// <summary>
/// One call of Recognize: a loop that reads and a loop that writes. They never wait for each other, because both flow-control windows
/// can be full at once and a loop that did both would then stand still for ever.
/// </summary>
internal sealed class SessionConnection : IAsyncDisposable
{
    private readonly AsyncDuplexStreamingCall<RecognizeRequest, RecognizeResponse> _call;
    private readonly FrameLedger _ledger;
    private readonly EmotionSessionOptions _options;
    private readonly TimeProvider _time;
    private long _lastHeard;
    private volatile bool _delivering;
    private volatile bool _moving;
    private volatile bool _heartbeatDue;
    private volatile bool _silent;
    private volatile bool _closing;

    private SessionConnection(
        AsyncDuplexStreamingCall<RecognizeRequest, RecognizeResponse> call,
        SessionOpened opened,
        FrameLedger ledger,
        EmotionSessionOptions options,
        TimeProvider time)
    {
        _call = call;
        Opened = opened;
        _ledger = ledger;
        _options = options;
        _time = time;
        _lastHeard = time.GetTimestamp();
    }

    /// <summary>The server's confirmation.</summary>
    public SessionOpened Opened { get; }

    /// <summary>Opens a call and waits for the server's confirmation.</summary>
    /// <param name="recognition">Where to.</param>
    /// <param name="ledger">The frames of the session.</param>
    /// <param name="open">The first message.</param>
    /// <param name="options">How the session works.</param>
    /// <param name="time">The clock.</param>
    /// <param name="opening">Gives up opening.</param>
    /// <param name="living">Breaks the connection, now or later.</param>
    /// <exception cref="RpcException">The server refuses, is not reachable, or does not confirm in time.</exception>
    public static async Task<SessionConnection> OpenAsync(
        RecognitionService.RecognitionServiceClient recognition,
        FrameLedger ledger,
        SessionOpen open,
        EmotionSessionOptions options,
        TimeProvider time,
        CancellationToken opening,
        CancellationToken living)
    {
        using var late = new CancellationTokenSource(options.Reconnect.OpenTimeout, time);
        var call = recognition.Recognize(cancellationToken: living);
        try
        {
            await using var tooLate = late.Token.Register(call.Dispose);
            await using var givenUp = opening.Register(call.Dispose);
            try
            {
                await call.RequestStream.WriteAsync(new RecognizeRequest { Open = open }, opening).ConfigureAwait(false);
            }
            catch (Exception e) when (IsOver(e))
            {
                // The call has ended already; reading below says why.
            }

            if (!await call.ResponseStream.MoveNext(living).ConfigureAwait(false)
                || call.ResponseStream.Current.MessageCase != RecognizeResponse.MessageOneofCase.Opened)
                throw new RpcException(new Status(StatusCode.Internal, "The server did not confirm the session."));
            return new SessionConnection(call, call.ResponseStream.Current.Opened, ledger, options, time);
        }
        catch (Exception)
        {
            call.Dispose();
            opening.ThrowIfCancellationRequested();
            living.ThrowIfCancellationRequested();
            if (late.IsCancellationRequested)
            {
                var seconds = options.Reconnect.OpenTimeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
                throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"The server did not confirm the session within {seconds} s."));
            }

            throw;
        }
    }

    /// <summary>Writes frames and reads answers until the connection ends.</summary>
    /// <param name="deliver">Is given every message that is not the connection's own business.</param>
    /// <param name="cancellationToken">Breaks the connection.</param>
    public async Task<ConnectionEnd> RunAsync(Func<RecognizeResponse, CancellationToken, ValueTask> deliver, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writer = WriteAsync(ending.Token);
        var watch = WatchAsync(ending.Token);
        try
        {
            return await ReadAsync(deliver, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(writer, watch).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync()
    {
        _call.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ConnectionEnd> ReadAsync(Func<RecognizeResponse, CancellationToken, ValueTask> deliver, CancellationToken cancellationToken)
    {
        GoAway? goAway = null;
        try
        {
            while (await _call.ResponseStream.MoveNext(cancellationToken).ConfigureAwait(false))
            {
                Volatile.Write(ref _lastHeard, _time.GetTimestamp());
                var message = _call.ResponseStream.Current;
                switch (message.MessageCase)
                {
                    case RecognizeResponse.MessageOneofCase.Closed when _closing:
                        return new ConnectionEnd(message.Closed, goAway, null);
                    case RecognizeResponse.MessageOneofCase.Closed:
                        // Something on the way has ended our stream of messages, a gateway that stops for instance: the status that follows says why.
                        continue;
                    case RecognizeResponse.MessageOneofCase.Credit:
                        _ledger.AddCredits(message.Credit.Frames);
                        break;
                    case RecognizeResponse.MessageOneofCase.GoAway:
                        goAway = message.GoAway;
                        _moving = true;
                        _ledger.Pause();
                        break;
                }

                _delivering = true;
                await deliver(message, cancellationToken).ConfigureAwait(false);
                _delivering = false;
                Volatile.Write(ref _lastHeard, _time.GetTimestamp());
            }

            return new ConnectionEnd(null, goAway, null);
        }
        catch (Exception e) when (_silent && !cancellationToken.IsCancellationRequested && IsOver(e))
        {
            var status = new Status(StatusCode.Unavailable, $"the server has said nothing for {_options.HeartbeatTimeout.TotalSeconds:0.#} s");
            return new ConnectionEnd(null, goAway, new RpcException(status));
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConnectionEnd(null, goAway, e);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var changed = _ledger.Changed;
                if (_heartbeatDue)
                {
                    _heartbeatDue = false;
                    var now = Timestamp.FromDateTimeOffset(_time.GetUtcNow());
                    await _call.RequestStream.WriteAsync(new RecognizeRequest { Heartbeat = new Heartbeat { Time = now } }, cancellationToken).ConfigureAwait(false);
                }
                else if (_moving || _ledger.Flushed)
                {
                    _closing = true;
                    await _call.RequestStream.WriteAsync(new RecognizeRequest { Close = new SessionClose() }, cancellationToken).ConfigureAwait(false);
                    await _call.RequestStream.CompleteAsync().ConfigureAwait(false);
                    return;
                }
                else if (_ledger.TryTake() is { } frame)
                {
                    await _call.RequestStream.WriteAsync(new RecognizeRequest { Frame = frame }, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException || IsOver(e))
        {
            // The reader meets the end of the call too, with the server's status.
        }
    }

    /// <summary>Whether writing failed because the call has ended; what is below gRPC shows its own exceptions here, for instance that of the socket.</summary>
    internal static bool IsOver(Exception e) => e is RpcException or InvalidOperationException or IOException or HttpRequestException;

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(_options.HeartbeatInterval, _time);
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                // While the caller does not read, the silence is ours.
                if (!_delivering && _time.GetElapsedTime(Volatile.Read(ref _lastHeard)) >= _options.HeartbeatTimeout)
                {
                    _silent = true;
                    _call.Dispose();
                    return;
                }

                _heartbeatDue = true;
                _ledger.Wake();
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }
}
