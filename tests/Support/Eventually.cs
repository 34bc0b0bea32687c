using System.Diagnostics;

namespace EmotionGrpc.TestSupport;

/// <summary>Waits for what must happen; how long it takes is no matter.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until a condition holds.</summary>
    public static Task TrueAsync(Func<bool> holds) => TrueAsync(() => Task.FromResult(holds()));

    /// <summary>Waits until a condition holds.</summary>
    public static async Task TrueAsync(Func<Task<bool>> holds)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < s_patience, $"It did not happen within {s_patience.TotalMinutes:0} minutes.");
            await Task.Delay(20);
        }
    }
}
