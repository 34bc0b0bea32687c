using System.Security.Cryptography;
using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Client.Internal;

/// <summary>Opens the connections of one session, the first one and those that go on with its temporal context.</summary>
internal sealed class SessionDialer(
    RecognitionService.RecognitionServiceClient recognition, FrameLedger ledger, EmotionSessionOptions options, TimeProvider time, Random random, CancellationToken living)
{
    private const int ResumeKeyBytes = 32;

    // Without this key a token is of no use to whoever gets hold of it.
    private readonly ByteString _resumeKey = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(ResumeKeyBytes));

    /// <summary>What the next connection goes on from; empty: it begins anew.</summary>
    public ByteString Token { get; set; } = ByteString.Empty;

    /// <summary>Why the context is lost when the next connection begins anew; null: nobody has said yet.</summary>
    public string? BeginsAnew { get; private set; }

    /// <summary>Opens the first connection; tries again where the options say so.</summary>
    /// <exception cref="RpcException">It cannot be opened.</exception>
    public async Task<SessionConnection> FirstAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                return await OpenAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (RpcException e) when (options.Reconnect.RetryOpening && ConnectionEnd.IsPassing(e) && !(attempt > options.Reconnect.MaximumAttempts))
            {
                pause = RetryHint.Of(e) + Backoff.Pause(options.Reconnect, attempt, random);
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The last connection has ended: notes why the next one would begin anew.</summary>
    public void Lost() => BeginsAnew = Token.IsEmpty ? "the server gave no resume token" : null;

    /// <summary>Opens the next connection with the token; without it, where the server refuses the token.</summary>
    /// <exception cref="RpcException">It cannot be opened.</exception>
    public async Task<SessionConnection> NextAsync()
    {
        try
        {
            return await OpenAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (RpcException e) when (!Token.IsEmpty && ResumeRefusal.Reason(e) is { } reason)
        {
            (Token, BeginsAnew) = (ByteString.Empty, reason);
            return await OpenAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private Task<SessionConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var open = new SessionOpen { Options = options.Server, ResumeToken = Token, ResumeKey = _resumeKey };
        return SessionConnection.OpenAsync(recognition, ledger, open, options, time, cancellationToken, living);
    }
}
