namespace EmotionGrpc.Streams.Samples;

/// <summary>
/// What a stateful model carries from one sample of a track to the next. Runs of a track take turns in the order in which they were begun, for each
/// needs the states that the one before left behind; runs of other tracks go on beside them.
/// </summary>
public sealed class TrackState
{
    // Null: a fresh track, whose states are zeros.
    private IReadOnlyList<float[]>? _states;
    private Task _last = Task.CompletedTask;

    /// <summary>The states of a fresh track.</summary>
    public TrackState()
    {
    }

    /// <summary>The states that another session left behind.</summary>
    /// <param name="states">In the model's order, of its lengths.</param>
    public TrackState(IReadOnlyList<float[]> states) => _states = states;

    /// <summary>The states once all runs so far have ended; null: a fresh track. Takes its turn as a run does.</summary>
    internal Task<IReadOnlyList<float[]>?> ReadAsync() => RunAsync(states => Task.FromResult((states, states!)));

    /// <summary>Runs when all runs before have ended. To be begun by one thread at a time; the task may be awaited later.</summary>
    /// <param name="run">Is given the states (null: a fresh track) and gives those that follow; when it throws, the states stay as they were.</param>
    internal async Task<TScore> RunAsync<TScore>(Func<IReadOnlyList<float[]>?, Task<(TScore Score, IReadOnlyList<float[]> States)>> run)
    {
        var before = _last;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _last = ended.Task;
        try
        {
            await before;
            (var score, _states) = await run(_states);
            return score;
        }
        finally
        {
            ended.SetResult();
        }
    }
}
