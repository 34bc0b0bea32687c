using System.Threading.Channels;
using EmotionGrpc.Client.Internal;
using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Client;

/// <summary>
/// A live session: frames go in, and every frame is answered exactly once. When the connection breaks, the session goes on at another with its
/// temporal context and sends again what the server may not know; frames that it cannot send again are answered as dropped.
/// </summary>
/// <remarks>
/// Sending and reading belong into two tasks: answers that nobody reads slow the server, and then <see cref="SendAsync"/> waits.
/// <see cref="SendAsync"/> and <see cref="Offer"/> may be called by several threads, <see cref="ReadAllAsync"/> by one.
/// </remarks>
/// <example>
/// Every picture of a folder, none of them lost:
/// <code>
/// using var client = new EmotionClient("http://127.0.0.1:8080");
/// await using var session = await client.OpenSessionAsync();
/// session.StateChanged += (_, change) => Console.WriteLine($"{change.State}: {change.Reason}");
/// var reading = Task.Run(async () =>
/// {
///     await foreach (var answer in session.ReadAllAsync())
///     {
///         Console.WriteLine(answer switch
///         {
///             ResultAnswer result => $"{result.Sequence}: {result.Result.Persons.Count} persons",
///             DroppedAnswer dropped => $"{dropped.Sequence}: dropped by the {dropped.Reason.Side()}, {dropped.Reason}",
///             ErrorAnswer error => $"{error.Sequence}: {error.Error.Message}",
///             _ => "",
///         });
///     }
/// });
/// foreach (var file in Directory.EnumerateFiles("pictures", "*.jpg").Order())
/// {
///     var image = new Image { Format = ImageFormat.Jpeg, Data = ByteString.CopyFrom(await File.ReadAllBytesAsync(file)) };
///     await session.SendAsync(new Frame { CaptureTime = Timestamp.FromDateTime(DateTime.UtcNow), Image = image });
/// }
///
/// await session.CompleteAsync();
/// await reading;
/// </code>
/// </example>
public sealed class EmotionSession : IAsyncDisposable
{
    private readonly EmotionSessionOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly FrameLedger _ledger;
    private readonly LinkAdapter? _adapter;
    private readonly SessionAccount _account = new();
    private readonly Channel<FrameAnswer> _answers;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _stateLock = new();
    private readonly Lock _adaptLock = new();
    private readonly SessionDialer _dialer;
    private Task<SessionClosed?> _running = Task.FromResult<SessionClosed?>(null);
    private int _attempts;

    private EmotionSession(RecognitionService.RecognitionServiceClient recognition, EmotionSessionOptions options, TimeProvider time, Random random)
    {
        _options = options;
        _time = time;
        _random = random;
        _ledger = new FrameLedger(options.Reconnect, time);
        _adapter = options.Adaptation == null ? null : new LinkAdapter(options.Adaptation, time);
        _dialer = new SessionDialer(recognition, _ledger, options, time, random, _stopping.Token);
        _answers = Channel.CreateBounded<FrameAnswer>(new BoundedChannelOptions(options.AnswerBuffer) { SingleReader = true });
    }

    /// <summary>Tells every change of <see cref="State"/> and every attempt to reconnect, from the session's own task: return soon.</summary>
    public event EventHandler<EmotionSessionStateChange>? StateChanged;

    /// <summary>Tells every change of <see cref="Encoding"/>, from the session's own task or from within <see cref="Offer"/> and <see cref="SendAsync"/>: return soon.</summary>
    public event EventHandler<EncodingChange>? EncodingChanged;

    /// <summary>Where the session stands.</summary>
    public EmotionSessionState State { get; private set; } = EmotionSessionState.Open;

    /// <summary>The server's latest confirmation: session id, labels, models, options in force. A reconnect brings another.</summary>
    public SessionOpened Opened { get; private set; } = new();

    /// <summary>How pictures should be encoded now; null when <see cref="EmotionSessionOptions.Adaptation"/> is not set. The encoding itself is the caller's.</summary>
    public EncodingAdvice? Encoding => _adapter?.Advice;

    /// <summary>The account so far.</summary>
    public EmotionSessionCounters Counters => _account.Read(_ledger, Encoding);

    /// <summary>Hands a frame to the session and waits until the server allows one more: nothing is lost, as files want it.</summary>
    /// <param name="frame">
    /// The frame: picture of at most 32 MiB, capture time not before the last one's. Sequence 0: the session gives the next one.
    /// It belongs to the session; do not change it.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting; the frame was then not sent.</param>
    /// <returns>The frame's sequence.</returns>
    /// <exception cref="ArgumentException">The sequence is not above the last one.</exception>
    /// <exception cref="InvalidOperationException">The session is closed or has failed.</exception>
    public async ValueTask<ulong> SendAsync(Frame frame, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        while (true)
        {
            var changed = _ledger.Changed;
            if (_ledger.TryAccept(frame))
            {
                Adapt();
                return frame.Sequence;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Hands a frame to the session without waiting: where the link or the server is slower than the camera, the newest frame wins. A frame that waits
    /// here while a newer one is offered is answered as dropped with <see cref="FrameDropReason.LinkBusy"/>.
    /// </summary>
    /// <returns>False when answers are not read and their buffer is full; the frame was then not taken.</returns>
    /// <inheritdoc cref="SendAsync"/>
    /// <example>
    /// A camera, at the rate and quality that the link bears:
    /// <code>
    /// using var client = new EmotionClient("http://127.0.0.1:8080");
    /// await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Adaptation = new AdaptationOptions() });
    /// var reading = Task.Run(async () =>
    /// {
    ///     await foreach (var answer in session.ReadAllAsync())
    ///         Console.WriteLine($"{answer.Sequence}: {answer.GetType().Name} after {answer.Age.TotalMilliseconds:0} ms");
    /// });
    /// while (!Console.KeyAvailable)
    /// {
    ///     var advice = session.Encoding!;
    ///     var jpeg = Capture(advice.Quality, advice.Scale);
    ///     session.Offer(new Frame { CaptureTime = Timestamp.FromDateTime(DateTime.UtcNow), Image = new Image { Format = ImageFormat.Jpeg, Data = ByteString.CopyFrom(jpeg) } });
    ///     await Task.Delay(TimeSpan.FromSeconds(1 / advice.FramesPerSecond));
    /// }
    ///
    /// await session.CompleteAsync();
    /// await reading;
    ///
    /// static byte[] Capture(int quality, double scale) => File.ReadAllBytes("picture.jpg"); // a camera's JPEG of this quality and size
    /// </code>
    /// </example>
    public bool Offer(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var outrun = false;
        if (!_ledger.TryOffer(frame, Tell))
            return false;
        _adapter?.Offered(outrun);
        Adapt();
        return true;

        bool Tell(ulong sequence, TimeSpan age)
        {
            var dropped = new DroppedAnswer(sequence, FrameDropReason.LinkBusy, age);
            outrun = _answers.Writer.TryWrite(dropped);
            if (outrun)
                _account.Count(dropped);
            return outrun;
        }
    }

    /// <summary>The answers, one for each frame, as they come. Ends when the session has ended; for one reader.</summary>
    /// <exception cref="RpcException">The session has failed; thrown after all frames were answered.</exception>
    public IAsyncEnumerable<FrameAnswer> ReadAllAsync(CancellationToken cancellationToken = default) => _answers.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Sends no more frames, waits for the answers of those in hand and closes in order. Answers must be read meanwhile.</summary>
    /// <returns>The server's account of its last connection; null when the connection broke after the last answer.</returns>
    /// <exception cref="RpcException">The session has failed.</exception>
    public async Task<SessionClosed?> CompleteAsync(CancellationToken cancellationToken = default)
    {
        _ledger.Complete();
        if (State is EmotionSessionState.Open)
            Enter(new EmotionSessionStateChange(EmotionSessionState.Closing, ""));
        return await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Breaks the session off, if it was not closed by <see cref="CompleteAsync"/>; what is unanswered stays so.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    internal static async Task<EmotionSession> OpenAsync(
        RecognitionService.RecognitionServiceClient recognition, EmotionSessionOptions options, TimeProvider time, Random random, CancellationToken cancellationToken)
    {
        var session = new EmotionSession(recognition, options, time, random);
        var connection = await session._dialer.FirstAsync(cancellationToken).ConfigureAwait(false);
        await session.TakeOverAsync(connection).ConfigureAwait(false);
        session._running = Task.Run(() => session.RunAsync(connection), CancellationToken.None);
        return session;
    }

    private async Task<SessionClosed?> RunAsync(SessionConnection connection)
    {
        try
        {
            while (true)
            {
                ConnectionEnd end;
                var openedAt = _time.GetTimestamp();
                await using (connection.ConfigureAwait(false))
                    end = await connection.RunAsync(DeliverAsync, _stopping.Token).ConfigureAwait(false);
                _ledger.Pause();
                if (_time.GetElapsedTime(openedAt) >= _options.Reconnect.HealthyAfter)
                    _attempts = 0;

                if (end.Failure != null && !ConnectionEnd.IsPassing(end.Failure))
                    throw end.Failure;
                if (_ledger.Settled)
                {
                    await EndAsync(null).ConfigureAwait(false);
                    Enter(new EmotionSessionStateChange(EmotionSessionState.Closed, ""));
                    return end.Closed;
                }

                connection = await ReconnectAsync(end).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or RpcException && _stopping.IsCancellationRequested)
        {
            _ledger.End(new OperationCanceledException("It was broken off."));
            _answers.Writer.TryComplete();
            Enter(new EmotionSessionStateChange(EmotionSessionState.Closed, "Broken off."));
            return null;
        }
        catch (Exception e)
        {
            await EndAsync(e).ConfigureAwait(false);
            Enter(new EmotionSessionStateChange(EmotionSessionState.Failed, e is RpcException rpc ? rpc.Status.Detail : e.Message));
            throw;
        }
    }

    private async Task<SessionConnection> ReconnectAsync(ConnectionEnd end)
    {
        _dialer.Lost();
        while (true)
        {
            if (_attempts >= _options.Reconnect.MaximumAttempts)
                throw end.Failure ?? new RpcException(new Status(StatusCode.Unavailable, end.Sentence));
            var pause = end.RetryAfter + Backoff.Pause(_options.Reconnect, ++_attempts, _random);
            Enter(new EmotionSessionStateChange(EmotionSessionState.Reconnecting, end.Sentence) { Attempt = _attempts, Delay = pause });
            await Task.Delay(pause, _time, _stopping.Token).ConfigureAwait(false);
            try
            {
                var connection = await _dialer.NextAsync().ConfigureAwait(false);
                var resumed = await TakeOverAsync(connection).ConfigureAwait(false);
                _account.CountReconnect(resumed);
                _adapter?.Restart();
                Enter(new EmotionSessionStateChange(
                    _ledger.Completed ? EmotionSessionState.Closing : EmotionSessionState.Open,
                    resumed ? string.Join(' ', connection.Opened.LostContext) : $"Begun anew: {_dialer.BeginsAnew ?? "the server did not take the context over"}.")
                {
                    Attempt = _attempts,
                    Resumed = resumed,
                });
                return connection;
            }
            catch (RpcException e) when (ConnectionEnd.IsPassing(e) && !_stopping.IsCancellationRequested)
            {
                end = new ConnectionEnd(null, null, e);
            }
        }
    }

    /// <summary>Makes a new connection the session's.</summary>
    /// <returns>Whether the server goes on with the temporal context.</returns>
    private async Task<bool> TakeOverAsync(SessionConnection connection)
    {
        Opened = connection.Opened;
        var resumed = Opened.ResumedSequence > 0;
        if (!resumed)
            _dialer.Token = ByteString.Empty;
        foreach (var (sequence, age) in _ledger.Resume(Opened.Credits, resumed ? Opened.ResumedSequence : null))
            await AnswerAsync(new DroppedAnswer(sequence, FrameDropReason.ConnectionLost, age), _stopping.Token).ConfigureAwait(false);
        return resumed;
    }

    private async ValueTask DeliverAsync(RecognizeResponse message, CancellationToken cancellationToken)
    {
        FrameAnswer? answer = null;
        switch (message.MessageCase)
        {
            case RecognizeResponse.MessageOneofCase.Result:
                if (_ledger.Answer(message.Result.Sequence, hadEffect: true) is { } examined)
                {
                    answer = new ResultAnswer(message.Result, Opened.SessionId, examined.Age);
                    _adapter?.Result(examined, ServerTime(message.Result));
                }

                break;
            case RecognizeResponse.MessageOneofCase.Dropped:
                if (_ledger.Answer(message.Dropped.Sequence, hadEffect: false) is { } dropped)
                    answer = new DroppedAnswer(message.Dropped.Sequence, FrameDropReasons.From(message.Dropped.Reason), dropped.Age);
                break;
            case RecognizeResponse.MessageOneofCase.Error:
                if (_ledger.Answer(message.Error.Sequence, hadEffect: false) is { } unusable)
                    answer = new ErrorAnswer(message.Error, unusable.Age);
                break;
            case RecognizeResponse.MessageOneofCase.ResumeToken:
                _dialer.Token = message.ResumeToken.Token;
                _ledger.Reached(message.ResumeToken.Sequence);
                break;
            case RecognizeResponse.MessageOneofCase.GoAway:
                Enter(new EmotionSessionStateChange(EmotionSessionState.Moving, message.GoAway.Reason));
                break;
        }

        if (answer != null)
        {
            await AnswerAsync(answer, cancellationToken).ConfigureAwait(false);
            Adapt();
        }
    }

    private ValueTask AnswerAsync(FrameAnswer answer, CancellationToken cancellationToken)
    {
        _account.Count(answer);
        return _answers.Writer.WriteAsync(answer, cancellationToken);
    }

    private async Task EndAsync(Exception? failure)
    {
        try
        {
            foreach (var (sequence, age) in _ledger.End(failure))
                await AnswerAsync(new DroppedAnswer(sequence, FrameDropReason.ConnectionLost, age), _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
        finally
        {
            _answers.Writer.TryComplete(failure);
        }
    }

    private void Adapt()
    {
        // While there is no connection, ages say nothing of the link.
        if (_adapter is null || State != EmotionSessionState.Open)
            return;
        // Whoever sends and whoever reads come here side by side; changes are told in their order.
        lock (_adaptLock)
        {
            if (_adapter.Look(_ledger.OldestUnanswered(_adapter.Epoch)) is { } change)
                EncodingChanged?.Invoke(this, change);
        }
    }

    private void Enter(EmotionSessionStateChange change)
    {
        lock (_stateLock)
        {
            if (State is EmotionSessionState.Closed or EmotionSessionState.Failed)
                return;
            State = change.State;
        }

        StateChanged?.Invoke(this, change);
    }

    private static TimeSpan ServerTime(FrameResult result) => TimeSpan.FromMilliseconds(result.Times.FirstOrDefault(t => t.Stage == "total")?.Milliseconds ?? 0);
}
