namespace EmotionGrpc.Streams.Sessions;

/// <summary>
/// Counts the open sessions, so that a stop lets them tell their end before the server closes connections: an end that races with the closing
/// reaches clients as a broken connection.
/// </summary>
public sealed class OpenSessions : IDisposable
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly CancellationTokenSource _stopping = new();

    // The service itself counts as one until it stops.
    private int _count = 1;

    /// <summary>Raised when sessions shall end. The host's own ApplicationStopping comes only after what <see cref="DrainAsync"/> waits for.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Runs a session and counts it as open while it runs.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> session)
    {
        Interlocked.Increment(ref _count);
        try
        {
            await session(Stopping);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Ends the sessions and waits until none is open; called once, when the service stops.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Leave();
        await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0)
            _drained.TrySetResult();
    }
}
