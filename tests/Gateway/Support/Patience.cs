namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>How long a test waits for what must come.</summary>
internal static class Patience
{
    /// <summary>As long as something may take on a machine that is busy.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    /// <summary>Ends a wait that nothing has ended.</summary>
    public static CancellationToken Token => new CancellationTokenSource(Long).Token;
}
