using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Suite;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Eval.Clips;

/// <summary>Has the suite recognise a whole clip.</summary>
internal sealed class ClipRecognizer(SuiteClient suite, FusionOptions fusion)
{
    /// <summary>Sends all frames of a clip and waits for the answer.</summary>
    public async Task<RecognizeClipResponse> RecognizeAsync(VideoReader video, CancellationToken cancellation)
    {
        using var call = suite.Recognition.RecognizeClip(cancellationToken: cancellation);
        try
        {
            await call.RequestStream.WriteAsync(new() { Options = new() { Fusion = fusion, Source = "emotion-eval" } }, cancellation);
            while (video.Read() is { } frame)
                await call.RequestStream.WriteAsync(new() { Frame = frame }, cancellation);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException)
        {
            // The suite ended the call while frames were being sent: its own status says why.
            await call.ResponseAsync;
            throw;
        }

        return await call.ResponseAsync;
    }
}
