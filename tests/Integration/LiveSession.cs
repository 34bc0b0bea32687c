using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Integration.Tests;

/// <summary>A raw session: what a client in any language would do.</summary>
internal sealed class LiveSession : IDisposable
{
    private readonly AsyncDuplexStreamingCall<RecognizeRequest, RecognizeResponse> _call;

    public LiveSession(ChannelBase channel)
    {
        _call = new RecognitionService.RecognitionServiceClient(channel).Recognize(deadline: DateTime.UtcNow + Patience.Call);
    }

    public Task SendAsync(RecognizeRequest request) => _call.RequestStream.WriteAsync(request);

    public Task SendAsync(Frame frame) => SendAsync(new RecognizeRequest { Frame = frame });

    public Task CloseAsync() => SendAsync(new RecognizeRequest { Close = new SessionClose() });

    public async Task<SessionOpened> OpenAsync(SessionOptions? options = null)
    {
        await SendAsync(new RecognizeRequest { Open = new SessionOpen { Options = options ?? new SessionOptions() } });
        return (await ReadAsync())!.Opened;
    }

    /// <summary>The next message; null at the end.</summary>
    public async Task<RecognizeResponse?> ReadAsync() =>
        await _call.ResponseStream.MoveNext(CancellationToken.None) ? _call.ResponseStream.Current : null;

    /// <summary>Sends a frame and reads its answer.</summary>
    public async Task<RecognizeResponse> AskAsync(Frame frame)
    {
        await SendAsync(frame);
        return (await ReadAsync())!;
    }

    /// <summary>Everything until the end.</summary>
    public async Task<List<RecognizeResponse>> ReadAllAsync()
    {
        var all = new List<RecognizeResponse>();
        while (await ReadAsync() is { } message)
            all.Add(message);
        return all;
    }

    public void Dispose() => _call.Dispose();
}
