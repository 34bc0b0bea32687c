namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>How long a test waits for what must come.</summary>
internal static class Patience
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    /// <summary>Ends a wait that nothing has ended.</summary>
    public static CancellationToken Token => new CancellationTokenSource(s_long).Token;
}
