using System.Threading.Channels;
using EmotionGrpc.Client.Internal;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Client;

/// <summary>
/// A live session: frames go in, and every frame is answered exactly once. When the connection breaks, the session reconnects and sends
/// the unanswered frames again; those that it cannot send again are answered as dropped.
/// </summary>
/// <remarks>
/// Sending and reading belong into two tasks: answers that nobody reads slow the server, and then <see cref="SendAsync"/> waits.
/// <see cref="SendAsync"/> may be called by several threads, <see cref="ReadAllAsync"/> by one.
/// </remarks>
public sealed class EmotionSession : IAsyncDisposable
{
    private readonly RecognitionService.RecognitionServiceClient _recognition;
    private readonly EmotionSessionOptions _options;
    private readonly EmotionClientOptions _clientOptions;
    private readonly FrameLedger _ledger;
    private readonly SessionAccount _account = new();
    private readonly Channel<FrameAnswer> _answers;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _stateLock = new();
    private Task<SessionClosed?> _running = Task.FromResult<SessionClosed?>(null);
    private int _attempts;

    private EmotionSession(RecognitionService.RecognitionServiceClient recognition, EmotionSessionOptions options, EmotionClientOptions clientOptions)
    {
        _recognition = recognition;
        _options = options;
        _clientOptions = clientOptions;
        _ledger = new FrameLedger(options.Reconnect.MaximumKeptFrames, 1 + options.Reconnect.MaximumResends, clientOptions.TimeProvider);
        _answers = Channel.CreateBounded<FrameAnswer>(new BoundedChannelOptions(options.AnswerBuffer) { SingleReader = true, SingleWriter = true });
    }

    /// <summary>Tells every change of <see cref="State"/>, from the session's own task: return soon.</summary>
    public event EventHandler<EmotionSessionStateChange>? StateChanged;

    /// <summary>Where the session stands.</summary>
    public EmotionSessionState State { get; private set; } = EmotionSessionState.Open;

    /// <summary>The server's latest confirmation: session id, labels, models, options in force. A reconnect brings another.</summary>
    public SessionOpened Opened { get; private set; } = new();

    /// <summary>The latest resume token; empty when the server gives none.</summary>
    public ReadOnlyMemory<byte> ResumeToken { get; private set; }

    /// <summary>The account so far.</summary>
    public EmotionSessionCounters Counters => _account.Read(_ledger);

    /// <summary>Hands a frame to the session; waits until the server allows one more.</summary>
    /// <param name="frame">
    /// The frame: picture of at most 32 MiB, capture time not before the last one's. Sequence 0: the session gives the next one.
    /// It belongs to the session until it is answered; do not change it.
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
                return frame.Sequence;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Hands a frame to the session if the server allows one more right now.</summary>
    /// <returns>False when it does not; the frame was then not sent.</returns>
    /// <inheritdoc cref="SendAsync"/>
    public bool TrySend(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return _ledger.TryAccept(frame);
    }

    /// <summary>The answers, one for each frame, as they come. Ends when the session has ended; for one reader.</summary>
    /// <exception cref="RpcException">The session has failed; thrown after all frames were answered.</exception>
    public IAsyncEnumerable<FrameAnswer> ReadAllAsync(CancellationToken cancellationToken = default) => _answers.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Sends no more frames, waits for the answers of those in hand and closes in order. Answers must be read meanwhile.</summary>
    /// <returns>The server's account of its last session; null when the connection broke after the last answer.</returns>
    /// <exception cref="RpcException">The session has failed.</exception>
    public async Task<SessionClosed?> CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (State is EmotionSessionState.Open or EmotionSessionState.Moving or EmotionSessionState.Reconnecting)
            Enter(EmotionSessionState.Closing);
        _ledger.Complete();
        return await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Breaks the session off, if it was not closed by <see cref="CompleteAsync"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    internal static async Task<EmotionSession> OpenAsync(
        RecognitionService.RecognitionServiceClient recognition,
        EmotionSessionOptions options,
        EmotionClientOptions clientOptions,
        CancellationToken cancellationToken)
    {
        var session = new EmotionSession(recognition, options, clientOptions);
        var connection = await SessionConnection.OpenAsync(
            recognition, session._ledger, options, clientOptions.TimeProvider, cancellationToken, session._stopping.Token).ConfigureAwait(false);
        session.Opened = connection.Opened;
        session._ledger.Resume(connection.Opened.Credits);
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
                await using (connection.ConfigureAwait(false))
                    end = await connection.RunAsync(DeliverAsync, _stopping.Token).ConfigureAwait(false);
                _ledger.Pause();

                if (end.Failure != null && !ConnectionEnd.IsPassing(end.Failure))
                    throw end.Failure;
                if (_ledger.Settled || (end is { Closed: not null, GoAway: null }))
                {
                    await EndAsync(FrameDropReason.SessionEnded, null).ConfigureAwait(false);
                    Enter(EmotionSessionState.Closed);
                    return end.Closed;
                }

                connection = await ReconnectAsync(end).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or RpcException && _stopping.IsCancellationRequested)
        {
            _ledger.End(new OperationCanceledException("It was broken off."));
            _answers.Writer.TryComplete();
            Enter(EmotionSessionState.Closed, "Broken off.");
            return null;
        }
        catch (Exception e)
        {
            await EndAsync(FrameDropReason.ConnectionLost, e).ConfigureAwait(false);
            Enter(EmotionSessionState.Failed, e is RpcException rpc ? rpc.Status.Detail : e.Message);
            throw;
        }
    }

    private async Task<SessionConnection> ReconnectAsync(ConnectionEnd end)
    {
        Enter(EmotionSessionState.Reconnecting, end.Sentence);
        if (end.GoAway?.RetryAfter is { } retryAfter)
            await Task.Delay(retryAfter.ToTimeSpan(), _clientOptions.TimeProvider, _stopping.Token).ConfigureAwait(false);
        while (true)
        {
            if (_attempts >= _options.Reconnect.MaximumAttempts)
                throw end.Failure ?? new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, end.Sentence));
            var pause = Backoff.Pause(_options.Reconnect, ++_attempts, _clientOptions.Random);
            await Task.Delay(pause, _clientOptions.TimeProvider, _stopping.Token).ConfigureAwait(false);
            try
            {
                var connection = await SessionConnection.OpenAsync(
                    _recognition, _ledger, _options, _clientOptions.TimeProvider, _stopping.Token, _stopping.Token).ConfigureAwait(false);
                _account.CountReconnect();
                Opened = connection.Opened;
                ResumeToken = default;
                foreach (var (sequence, age) in _ledger.Resume(connection.Opened.Credits))
                    await AnswerAsync(new DroppedAnswer(sequence, FrameDropReason.ConnectionLost, age), _stopping.Token).ConfigureAwait(false);
                Enter(EmotionSessionState.Open);
                return connection;
            }
            catch (RpcException e) when (ConnectionEnd.IsPassing(e) && !_stopping.IsCancellationRequested)
            {
                end = new ConnectionEnd(null, null, e);
            }
        }
    }

    private async ValueTask DeliverAsync(RecognizeResponse message, CancellationToken cancellationToken)
    {
        FrameAnswer? answer = null;
        switch (message.MessageCase)
        {
            case RecognizeResponse.MessageOneofCase.Result:
                if (_ledger.Answer(message.Result.Sequence) is { } resultAge)
                    answer = new ResultAnswer(message.Result, Opened.SessionId, resultAge);
                break;
            case RecognizeResponse.MessageOneofCase.Dropped:
                if (_ledger.Answer(message.Dropped.Sequence) is { } droppedAge)
                    answer = new DroppedAnswer(message.Dropped.Sequence, FrameDropReasons.From(message.Dropped.Reason), droppedAge);
                break;
            case RecognizeResponse.MessageOneofCase.Error:
                if (_ledger.Answer(message.Error.Sequence) is { } errorAge)
                    answer = new ErrorAnswer(message.Error, errorAge);
                break;
            case RecognizeResponse.MessageOneofCase.ResumeToken:
                ResumeToken = message.ResumeToken.Token.Memory;
                break;
            case RecognizeResponse.MessageOneofCase.GoAway:
                Enter(EmotionSessionState.Moving, message.GoAway.Reason);
                break;
        }

        if (answer != null)
        {
            _attempts = 0;
            await AnswerAsync(answer, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask AnswerAsync(FrameAnswer answer, CancellationToken cancellationToken)
    {
        _account.Count(answer);
        return _answers.Writer.WriteAsync(answer, cancellationToken);
    }

    private async Task EndAsync(FrameDropReason reason, Exception? failure)
    {
        try
        {
            foreach (var (sequence, age) in _ledger.End(failure))
                await AnswerAsync(new DroppedAnswer(sequence, reason, age), _stopping.Token).ConfigureAwait(false);
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

    private void Enter(EmotionSessionState state, string reason = "")
    {
        lock (_stateLock)
        {
            // Closing stays visible through breaks on the way; only the end ends it.
            if (State == state || (State == EmotionSessionState.Closing && state is not (EmotionSessionState.Closed or EmotionSessionState.Failed or EmotionSessionState.Reconnecting)))
                return;
            State = state;
        }

        StateChanged?.Invoke(this, new EmotionSessionStateChange(state, reason));
    }
}
