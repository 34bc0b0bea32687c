using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmotionGrpc.Hosting.Endpoints.Memory.Requests;

/// <summary>
/// Requests that another service of the process has received and hands over as they are: this service reads and answers on the connection that they came on, and no byte of HTTP/2 lies between the two.
/// </summary>
internal sealed class MemoryRequests(IHttpContextFactory contexts, IServiceScopeFactory scopes) : IStartupFilter, IHostedService
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RequestDelegate? _pipeline;
    private int _open;
    private bool _stopping;

    /// <summary>Takes what the service does with a request.</summary>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(pipeline => _pipeline = pipeline);
        next(app);
    };

    /// <summary>Answers a request.</summary>
    /// <param name="received">The request as the other service has received it.</param>
    /// <param name="headers">Its headers as this service shall see them.</param>
    /// <returns>False when the service does not take requests any more; nothing has been read or written then.</returns>
    public async Task<bool> TryRunAsync(HttpContext received, IHeaderDictionary headers)
    {
        if (_pipeline is not { } pipeline || !TryEnter())
            return false;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await using var features = new HandedOverFeatures(received, headers, scope.ServiceProvider);
            var context = contexts.Create(features.All);
            try
            {
                await pipeline(context);
                // A server sends what is left in its own writer; the response may go through others, which translate it for a browser.
                if (context.Response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 } writer)
                    await writer.FlushAsync(received.RequestAborted);
            }
            finally
            {
                contexts.Dispose(context);
            }

            return true;
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for the requests in hand, as a server waits for those of its connections.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _stopping = true;
            if (_open == 0)
                _drained.TrySetResult();
        }

        await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool TryEnter()
    {
        lock (_lock)
        {
            if (_stopping)
                return false;
            _open++;
            return true;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_open == 0 && _stopping)
                _drained.TrySetResult();
        }
    }
}
