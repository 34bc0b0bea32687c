namespace EmotionGrpc.Inference.Reloading;

/// <summary>A request's use of a model: the version lives at least until it is disposed.</summary>
public sealed class ModelUse<T> : IDisposable
    where T : class, IServedModel
{
    private readonly SharedModel<T> _shared;
    private bool _ended;

    internal ModelUse(SharedModel<T> shared) => _shared = shared;

    /// <summary>The version that the request began with.</summary>
    public T Model => _shared.Model;

    /// <summary>Ends the use.</summary>
    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        _shared.Leave();
    }
}
