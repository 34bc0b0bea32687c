namespace EmotionGrpc.Hosting;

/// <summary>
/// Threads of the pool. Models compute on threads of their own, one a processor; what the pool has to do beside them is a tenth of that. A second thread of the pool is woken with each step that follows another,
/// takes a processor from a model for it, and finds that the first has done the step.
/// </summary>
internal static class PoolThreads
{
    private const int ProcessorsEach = 4;

    /// <summary>
    /// Has the pool begin with a thread for every four processors; it makes more where that gets more done. It begins with one by <c>System.Threading.ThreadPool.MinThreads</c>, which every service
    /// is built with: a number that has once been higher does not fall again while there is work.
    /// </summary>
    public static void Begin()
    {
        ThreadPool.GetMinThreads(out _, out var completions);
        ThreadPool.SetMinThreads(Math.Max(1, Environment.ProcessorCount / ProcessorsEach), completions);
    }

    /// <summary>Begins what computes for long on a thread of its own.</summary>
    public static Task BesideAsync(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
}
