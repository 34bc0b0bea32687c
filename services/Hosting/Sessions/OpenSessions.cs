using System.Diagnostics;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Hosting.Telemetry;
using Microsoft.Extensions.Hosting;

namespace EmotionGrpc.Hosting.Sessions;

/// <summary>
/// Counts the open sessions of a service, so that a stop lets them tell their end before the server closes connections: an end that races with the
/// closing reaches clients as a broken connection. Meanwhile the port answers, and says that the service is not ready.
/// </summary>
public sealed class OpenSessions(ServiceIdentity service, Readiness readiness) : IHostedLifecycleService, IDisposable
{
    // Kestrel gives no sign that a call's last bytes are on the wire: so long after the end of a session they are taken to be.
    private static readonly TimeSpan s_flush = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly CancellationTokenSource _stopping = new();

    // The service itself counts as one until it stops.
    private int _count = 1;

    private long _lastEnd;

    /// <summary>
    /// Raised when sessions shall end. ServerCallContext.CancellationToken is not raised by a stop (grpc/grpc-dotnet issue 2357), and the host's
    /// ApplicationStopping comes together with the closing of connections.
    /// </summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Runs a session and counts it as open while it runs.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> session)
    {
        Interlocked.Increment(ref _count);
        HostingMeter.CallOpened(service);
        try
        {
            await session(Stopping);
        }
        finally
        {
            HostingMeter.CallEnded(service);
            Volatile.Write(ref _lastEnd, Stopwatch.GetTimestamp());
            Leave();
        }
    }

    /// <summary>Ends the sessions and waits until they have told it; comes before the server closes its connections.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Drain();
        await _stopping.CancelAsync();
        Leave();
        await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var left = s_flush - Stopwatch.GetElapsedTime(Volatile.Read(ref _lastEnd));
        if (left > TimeSpan.Zero)
            await Task.Delay(left, CancellationToken.None);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0)
            _drained.TrySetResult();
    }
}
