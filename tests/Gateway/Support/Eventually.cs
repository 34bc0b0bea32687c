namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>Waits for what comes by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static CancellationToken Patience => new CancellationTokenSource(s_patience).Token;

    public static Task IsAsync(Func<bool> condition) => IsAsync(() => Task.FromResult(condition()));

    public static async Task IsAsync(Func<Task<bool>> condition)
    {
        var patience = Patience;
        while (!await condition())
            await Task.Delay(50, patience);
    }
}
