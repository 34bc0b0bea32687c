using System.Runtime.CompilerServices;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>One call to the detection service.</summary>
internal sealed class DetectionConnection : IAsyncDisposable
{
    private readonly OrderedCall<StreamDetectRequest, StreamDetectResponse>? _call;
    private readonly RpcException? _notOpened;
    private volatile bool _heard;
    private volatile bool _resumed;
    private bool _first = true;

    /// <param name="client">The service.</param>
    /// <param name="handover">What the call goes on from; null: nothing.</param>
    public DetectionConnection(DetectionService.DetectionServiceClient client, DetectionHandover? handover)
    {
        Handover = handover;
        try
        {
            _call = new OrderedCall<StreamDetectRequest, StreamDetectResponse>(client.StreamDetect());
        }
        catch (RpcException e)
        {
            // There is no instance to call.
            _notOpened = e;
        }
    }

    /// <summary>What its first request brings.</summary>
    public DetectionHandover? Handover { get; }

    /// <summary>Whether it has ended.</summary>
    public bool IsBroken => _call is null or { IsBroken: true };

    /// <summary>Whether anything was answered on it.</summary>
    public bool Heard => _heard;

    /// <summary>Ids of the tracks with which the service goes on; null: it counts anew. Known with the call's first answer.</summary>
    public IReadOnlyDictionary<uint, uint>? GoesOn => _resumed ? Handover?.Ids : null;

    /// <summary>Sends a request; its answer comes when all before it are answered. One caller at a time; the answer is awaited once.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<StreamDetectResponse> SendAsync(StreamDetectRequest request)
    {
        if (_call is null)
            throw _notOpened!;
        // A request that is sent again was perhaps the first of another call.
        request.State = _first && Handover is { } handover ? handover.State : Google.Protobuf.ByteString.Empty;
        _first = false;
        var answer = await _call.SendAsync(request);
        // Answers that come together are taken in side by side: only what is true may be written.
        if (answer.Resumed)
            _resumed = true;
        _heard = true;
        return answer;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _call?.DisposeAsync() ?? ValueTask.CompletedTask;
}
