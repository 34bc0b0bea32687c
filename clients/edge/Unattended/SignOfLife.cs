using EmotionGrpc.Edge.Streaming;

namespace EmotionGrpc.Edge.Unattended;

/// <summary>Notes every frame that is sent.</summary>
internal sealed class SignOfLife(Action sign) : IRunObserver
{
    public ValueTask OnSendingAsync(SentFrame frame, CancellationToken cancellationToken)
    {
        sign();
        return ValueTask.CompletedTask;
    }

    public void OnAnswer(FrameOutcome outcome)
    {
        // Answers tell of the server, not of the camera.
    }

    public ValueTask CompleteAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
