namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>A session with a stream service.</summary>
internal interface IStreamCall : IAsyncDisposable
{
    /// <summary>Whether the session has ended.</summary>
    bool IsBroken { get; }

    /// <summary>Scores the persons of one frame. Answers come in order; each is awaited once.</summary>
    ValueTask<StreamAnswer> AskAsync(StreamRequest request);
}
