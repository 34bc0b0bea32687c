namespace EmotionGrpc.Edge.Streaming;

/// <summary>Looks on while a run goes: writes, counts or draws.</summary>
internal interface IRunObserver : IAsyncDisposable
{
    /// <summary>A frame is about to be sent; a slow observer may hold it back here.</summary>
    ValueTask OnSendingAsync(SentFrame frame, CancellationToken cancellationToken);

    /// <summary>A frame was answered. Called once per frame, in the order of the answers; must not wait for anything slow.</summary>
    void OnAnswer(FrameOutcome outcome);

    /// <summary>All frames are answered: finish what is to be finished.</summary>
    ValueTask CompleteAsync();
}
