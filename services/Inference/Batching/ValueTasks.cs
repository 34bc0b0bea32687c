using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace EmotionGrpc.Inference.Batching;

/// <summary>What <see cref="Task.WhenAll(IEnumerable{Task})"/> is to tasks, for value tasks, which are awaited once and may be pooled.</summary>
public static class ValueTasks
{
    /// <summary>Waits for all.</summary>
    /// <param name="running">Each is awaited once, here.</param>
    /// <returns>Their results in the same order.</returns>
    /// <exception cref="Exception">The first failure in their order, when all have ended.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<T[]> WhenAllAsync<T>(List<ValueTask<T>> running)
    {
        if (running.Count == 0)
            return [];
        var results = new T[running.Count];
        ExceptionDispatchInfo? failure = null;
        for (var i = 0; i < results.Length; i++)
        {
            try
            {
                results[i] = await running[i];
            }
            catch (Exception e)
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        failure?.Throw();
        return results;
    }
}
