using System.Net;
using System.Net.Sockets;
using EmotionGrpc.Hosting.Security;
using Grpc.Core;

namespace EmotionGrpc.Hosting.Upstreams;

/// <summary>
/// Calls all instances of a service in turns and leaves out those that are not well: that died, or say by grpc.health.v1 that they do not serve, as they do while they
/// drain. When none is well, all are tried. The round robin of grpc-dotnet looks at connections only, and it was seen to keep calling an instance that had been killed.
/// </summary>
public sealed class Instances : CallInvoker, IAsyncDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly UpstreamAddress _first;
    private readonly UpstreamTls _tls;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private volatile Instance[] _all;
    private uint _turn;

    /// <summary>Begins to watch the instances.</summary>
    /// <param name="addresses">Where they are: one name, which stands for all addresses that DNS has for it and is asked for again and again, or IP addresses, or one socket.</param>
    /// <param name="tls">How they are spoken to when they are https.</param>
    public Instances(IReadOnlyList<UpstreamAddress> addresses, UpstreamTls tls)
    {
        _first = addresses[0];
        _tls = tls;
        _all = _first.IsName ? [] : [.. addresses.Select(a => new Instance(a, tls, null))];
        _watching = Task.Run(WatchAsync);
    }

    /// <inheritdoc/>
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Next().BlockingUnaryCall(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Next().AsyncUnaryCall(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => Next().AsyncServerStreamingCall(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => Next().AsyncClientStreamingCall(method, host, options);

    /// <inheritdoc/>
    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => Next().AsyncDuplexStreamingCall(method, host, options);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        foreach (var instance in _all)
            instance.Dispose();
        _stop.Dispose();
    }

    private CallInvoker Next()
    {
        Instance[] listed = [.. _all.Where(i => i.Listed)];
        Instance[] well = [.. listed.Where(i => i.Well)];
        var among = well.Length > 0 ? well : listed;
        return among.Length > 0
            ? among[Interlocked.Increment(ref _turn) % (uint)among.Length].Invoker
            : throw new RpcException(new Status(StatusCode.Unavailable, $"DNS has no address for {_first.Uri.Host}."));
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(s_period);
        try
        {
            do
            {
                if (_first.IsName)
                    await ListAsync();
                // One alone is called in any case.
                if (_all is not [{ Listed: true }])
                    await Task.WhenAll(_all.Select(i => i.AskAsync(_stop.Token)));
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>Takes in new addresses. One that DNS no longer has gets no new calls, and is let go when it no longer answers: until then it may have sessions.</summary>
    private async Task ListAsync()
    {
        IPAddress[] found;
        try
        {
            found = await Dns.GetHostAddressesAsync(_first.Uri.DnsSafeHost, _stop.Token);
        }
        catch (SocketException)
        {
            return; // What was known stays.
        }

        foreach (var instance in _all)
            instance.Listed = found.Contains(instance.At);
        Instance[] gone = [.. _all.Where(i => !i.Listed && !i.Well)];
        var added = found.Distinct().Except(_all.Select(i => i.At)).Select(at => new Instance(_first, _tls, at));
        _all = [.. _all.Except(gone), .. added];
        foreach (var instance in gone)
            instance.Dispose();
    }
}
