namespace EmotionGrpc.Inference.Reloading;

/// <summary>Counts the users of one version of a model and disposes it when the last has left.</summary>
internal sealed class SharedModel<T>(T model)
    where T : class, IServedModel
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Being in service counts as one.
    private int _users = 1;

    public T Model => model;

    /// <summary>Ends when the version is disposed.</summary>
    public Task Disposed => _disposed.Task;

    /// <summary>Adds a user; false: the last one has left already.</summary>
    public bool TryEnter()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
                return true;
            users = seen;
        }

        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _ = Task.Run(DisposeAsync); // No request waits for the end of a version that it has just left.
    }

    private async Task DisposeAsync()
    {
        try
        {
            await model.DisposeAsync();
            _disposed.SetResult();
        }
        catch (Exception e)
        {
            _disposed.SetException(e);
        }
    }
}
