using System.Net.Sockets;
using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>
/// Requests to the detection service, one after the other. When a call breaks, those that are not answered are sent again on the next one, in their order: an instance that
/// stops or dies costs no frame while there is another, or while it comes back within the frame's patience.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="handover">What the first call goes on from; null: nothing.</param>
/// <param name="timeout">How long an answer may take.</param>
/// <param name="time">The time.</param>
internal sealed class DetectionLine(DetectionService.DetectionServiceClient client, DetectionHandover? handover, TimeSpan timeout, TimeProvider time) : IAsyncDisposable
{
    // A picture that brings an instance down must not bring down all of them.
    private const int MaximumBreaks = 2;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();

    // What is not answered, oldest first.
    private readonly List<AskedDetection> _inHand = [];

    // For the oldest only: what comes after it is due after it.
    private ITimer? _timer;
    private bool _timed;
    private DetectionConnection? _connection;
    private DetectionHandover? _handover = handover;
    private bool _redialing;
    private bool _disposed;

    /// <summary>What the next call goes on from; null: nothing.</summary>
    public DetectionHandover? Handover
    {
        get
        {
            lock (_lock)
                return _handover;
        }

        set
        {
            lock (_lock)
                _handover = value;
        }
    }

    /// <summary>Sends a request; its answer comes when all before it are answered. One caller at a time; the task is awaited once, perhaps later.</summary>
    /// <param name="request">The request.</param>
    /// <param name="patience">How long it is worth sending again.</param>
    /// <exception cref="RpcException">The service is lost.</exception>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    public ValueTask<DetectionAnswer> AskAsync(StreamDetectRequest request, TimeSpan patience)
    {
        lock (_lock)
        {
            var asked = new AskedDetection(request, time.GetTimestamp(), patience);
            _inHand.Add(asked);
            if (!_timed)
                Time();
            if (_connection is null or { IsBroken: true })
                Dial();
            else
                Send(_connection, asked);
            return asked.Task;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        DetectionConnection? last;
        lock (_lock)
        {
            (_disposed, last) = (true, _connection);
            _timer?.Dispose();
        }

        if (last != null)
            await last.DisposeAsync();
    }

    /// <summary>Sets the timer for the oldest; under the lock. It is left to run when that one is answered: mostly all are answered long before, and none needs a setting of its own.</summary>
    private void Time()
    {
        _timed = !_disposed && _inHand.Count > 0;
        if (!_timed)
            return;
        _timer ??= time.CreateTimer(static line => ((DetectionLine)line!).GiveUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var left = timeout - time.GetElapsedTime(_inHand[0].Since);
        // Timers know whole milliseconds.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(left.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Those that have waited for too long.</summary>
    private void GiveUp()
    {
        lock (_lock)
        {
            while (_inHand.Count > 0 && time.GetElapsedTime(_inHand[0].Since) >= timeout)
            {
                var oldest = _inHand[0];
                _inHand.RemoveAt(0);
                oldest.Fail(new TimeoutException());
            }

            Time();
        }
    }

    /// <summary>Opens a call and sends on it all that is in hand; under the lock.</summary>
    private void Dial()
    {
        if (_redialing)
            return; // It sends what is in hand by then.
        _connection = new DetectionConnection(client, _handover);
        // One that is answered at once leaves the list.
        foreach (var asked in _inHand.ToArray())
            Send(_connection, asked);
    }

    /// <summary>Under the lock.</summary>
    private void Send(DetectionConnection connection, AskedDetection asked)
    {
        asked.Sent++;
        _ = HearAsync(connection, asked, connection.SendAsync(asked.Request));
    }

    private async Task HearAsync(DetectionConnection connection, AskedDetection asked, ValueTask<StreamDetectResponse> answering)
    {
        try
        {
            var response = await answering;
            bool once;
            lock (_lock)
            {
                if (_inHand.Remove(asked))
                    asked.Answer(new DetectionAnswer(connection, response, null));
                once = asked.Sent == 1;
            }

            // A call that broke may still be at work on it.
            if (once)
                PooledBytes.Release(asked.Request.Frame?.Image?.Data);
        }
        catch (Exception e)
        {
            await RedialAsync(connection, e);
        }
    }

    /// <summary>All requests of a broken call come here; the first one redials for all of them.</summary>
    private async Task RedialAsync(DetectionConnection broken, Exception why)
    {
        lock (_lock)
        {
            if (_redialing || !ReferenceEquals(broken, _connection))
                return;
            _redialing = true;
            // The oldest is what the service was at when it was lost.
            if (Broke(why) && _inHand.Count > 0)
                _inHand[0].Breaks++;
        }

        // A request that fails at once comes here under the lock of whoever sends it.
        await Task.Yield();
        await broken.DisposeAsync();
        if (!broken.Heard)
            await Task.Delay(s_pause, time);
        lock (_lock)
        {
            _redialing = false;
            for (var i = _inHand.Count - 1; i >= 0; i--)
            {
                var asked = _inHand[i];
                if (!_disposed && IsPassing(why) && asked.Breaks <= MaximumBreaks && time.GetElapsedTime(asked.Since) < asked.Patience)
                    continue;
                _inHand.RemoveAt(i);
                asked.Fail(why);
            }

            if (_inHand.Count > 0)
                Dial();
        }
    }

    private static bool IsPassing(Exception why) =>
        why is not RpcException rpc || rpc.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown;

    /// <summary>Whether the connection ended under the call: not so when there was none, or when the service itself has ended the call, as it does when it stops.</summary>
    private static bool Broke(Exception why)
    {
        var inner = (why as RpcException)?.Status.DebugException;
        for (var e = inner; e != null; e = e.InnerException)
        {
            if (e is SocketException { SocketErrorCode: not SocketError.ConnectionReset }
                or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError })
                return false;
        }

        return inner != null;
    }
}
