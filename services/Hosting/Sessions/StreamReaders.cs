using Grpc.Core;

namespace EmotionGrpc.Hosting.Sessions;

/// <summary>Reads messages of a call, whatever it came over.</summary>
public static class StreamReaders
{
    /// <summary>Waits for the next message.</summary>
    /// <param name="reader">The call's.</param>
    /// <param name="cancellationToken">Gives up; nothing new is read afterwards.</param>
    /// <returns>Whether there is one; to be awaited once.</returns>
    public static ValueTask<bool> NextAsync<T>(this IAsyncStreamReader<T> reader, CancellationToken cancellationToken) =>
        reader is IPooledReader<T> pooled ? pooled.MoveNextAsync(cancellationToken) : new ValueTask<bool>(reader.MoveNext(cancellationToken));
}
