using EmotionGrpc.Inference.Models;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Inference.Reloading;

/// <summary>The models that a process has in service.</summary>
public sealed class LiveModels(IOptions<ModelOptions> options) : IAsyncDisposable
{
    private readonly List<ILiveModel> _models = [];

    internal IEnumerable<ILiveModel> All => _models;

    /// <summary>Loads the version of a model that is there and takes it into service. To be called before the service listens, by one thread.</summary>
    /// <param name="name">The model's folder in Models:Directory.</param>
    /// <param name="load">Loads a version and lets it answer once.</param>
    /// <param name="checkSuccessor">Is given the version in service and the one that shall follow; throws <see cref="ModelException"/> where callers could not go on with it. Null: with any that loads.</param>
    /// <exception cref="ModelException">The model is missing, broken, or made for something else.</exception>
    public LiveModel<T> Add<T>(string name, Func<ModelPackage, T> load, Action<T, T>? checkSuccessor = null)
        where T : class, IServedModel
    {
        var model = new LiveModel<T>(name, options.Value, load, checkSuccessor);
        _models.Add(model);
        return model;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var model in _models)
            await model.DisposeAsync();
    }
}
