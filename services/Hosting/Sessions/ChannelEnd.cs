using System.Threading.Channels;

namespace EmotionGrpc.Hosting.Sessions;

/// <summary>
/// Ends a channel when a token is cancelled. Waits on the channel need no token then: an uncancellable wait uses one object again and again, a cancellable one makes one for every
/// message. What is inside can still be read: a loop that shall stop at once looks at the token.
/// </summary>
public static class ChannelEnd
{
    /// <summary>Who waits on the channel, then or later, gets an <see cref="OperationCanceledException"/> once the token is cancelled.</summary>
    /// <param name="writer">The channel's; whoever completes it says so by TryComplete, as the token may have been faster.</param>
    /// <param name="token">Ends it.</param>
    /// <returns>To be disposed when the token says nothing to the channel any more.</returns>
    public static CancellationTokenRegistration With<T>(ChannelWriter<T> writer, CancellationToken token) =>
        token.UnsafeRegister(static (writer, token) => ((ChannelWriter<T>)writer!).TryComplete(new OperationCanceledException(token)), writer);
}
