using Grpc.Core;

namespace EmotionGrpc.Hosting.Sessions;

/// <summary>A reader whose waits are objects that the next wait uses again.</summary>
public interface IPooledReader<T> : IAsyncStreamReader<T>
{
    /// <summary>As <see cref="IAsyncStreamReader{T}.MoveNext"/>.</summary>
    /// <param name="cancellationToken">Gives up; nothing new is read afterwards.</param>
    /// <returns>To be awaited once.</returns>
    ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken);
}
