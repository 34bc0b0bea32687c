using EmotionGrpc.Inference.Models;

namespace EmotionGrpc.Inference.Reloading;

/// <summary>
/// A model in service. A request uses the version that is in service when it begins. A new version is loaded and probed beside the old one and takes its place
/// at once; the old one is disposed when the last request that began with it has ended. A version that cannot be used leaves the old one in service.
/// </summary>
public sealed class LiveModel<T> : ILiveModel
    where T : class, IServedModel
{
    private readonly string _folder;
    private readonly ModelOptions _options;
    private readonly Func<ModelPackage, T> _load;
    private readonly Action<T, T>? _checkSuccessor;
    private volatile SharedModel<T> _current;
    private string _digest;
    private string? _seen;
    private string? _tried;
    private int _disposed;

    internal LiveModel(string name, ModelOptions options, Func<ModelPackage, T> load, Action<T, T>? checkSuccessor)
    {
        _folder = Path.Combine(options.FindDirectory(), name);
        _options = options;
        _load = load;
        _checkSuccessor = checkSuccessor;
        _tried = ModelFolder.Stamp(_folder);
        var package = ModelPackage.Read(_folder, options);
        _digest = package.Digest;
        _current = new SharedModel<T>(load(package));
    }

    string ILiveModel.Folder => _folder;

    ModelManifest ILiveModel.Manifest => _current.Model.Manifest;

    string ILiveModel.Precision => _current.Model.Precision;

    /// <summary>Begins a request's use of the version in service.</summary>
    public ModelUse<T> Use()
    {
        SharedModel<T> current;
        do
            current = _current;
        while (!current.TryEnter());
        return new ModelUse<T>(current);
    }

    async Task<ReloadOutcome?> ILiveModel.LookAsync()
    {
        var stamp = ModelFolder.Stamp(_folder);
        // Who writes in place writes for a while: only what stayed the same from one look to the next is tried, and once.
        var settled = stamp == _seen;
        _seen = stamp;
        if (stamp is null || !settled || stamp == _tried)
            return null;
        _tried = stamp;
        var before = _current.Model.Manifest.Version;
        try
        {
            var package = ModelPackage.Read(_folder, _options);
            if (package.Digest == _digest)
                return null;
            await ReplaceAsync(package);
            return new ReloadOutcome(before, package.Manifest.Version, null);
        }
        catch (Exception e)
        {
            // Whatever is wrong with what was put there, what is in service is not harmed by it.
            return ModelFolder.Stamp(_folder) == stamp ? new ReloadOutcome(before, before, e.Message) : null;
        }
    }

    /// <summary>Ends the service; requests in hand are finished first.</summary>
    public async ValueTask DisposeAsync()
    {
        var current = _current;
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            current.Leave();
        await current.Disposed;
    }

    private async Task ReplaceAsync(ModelPackage package)
    {
        var old = _current;
        CheckSuccessor(old.Model.Manifest, package.Manifest);
        // It takes a second, in which a thread of the pool would keep others waiting.
        var next = await Task.Factory.StartNew(() => _load(package), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            _checkSuccessor?.Invoke(old.Model, next);
        }
        catch
        {
            await next.DisposeAsync();
            throw;
        }

        _current = new SharedModel<T>(next);
        _digest = package.Digest;
        old.Leave();
    }

    private static void CheckSuccessor(ModelManifest old, ModelManifest next)
    {
        if (next.Name != old.Name)
            throw new ModelException($"Model '{next.Name}' cannot take the place of '{old.Name}' while the service runs; a new version keeps the name.");
        if (next.Version == old.Version)
            throw new ModelException($"Model '{next.Name}' has changed and is still called version {next.Version}; give it a version of its own, for results name it.");
    }
}
