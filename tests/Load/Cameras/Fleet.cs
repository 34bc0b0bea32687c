using System.Diagnostics;
using EmotionGrpc.Client;

namespace EmotionGrpc.Load.Cameras;

/// <summary>Cameras that run at the same time, each over a connection of its own.</summary>
internal static class Fleet
{
    /// <summary>Runs cameras for a while.</summary>
    /// <param name="address">The suite.</param>
    /// <param name="pictures">What they see.</param>
    /// <param name="cameras">How many.</param>
    /// <param name="framesPerSecond">Of each camera; null: as many as the server takes.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="cadence">Frames at most from one search for persons to the next.</param>
    /// <param name="meanwhile">Runs beside them, until cancelled; null: nothing.</param>
    public static async Task<FleetReport> RunAsync(
        string address, CameraPictures pictures, int cameras, double? framesPerSecond, TimeSpan duration, uint cadence = 1, Func<CancellationToken, Task>? meanwhile = null)
    {
        var clients = Enumerable.Range(0, cameras).Select(_ => new EmotionClient(address)).ToArray();
        using var stop = new CancellationTokenSource(duration);
        var clock = Stopwatch.StartNew();
        var watching = meanwhile?.Invoke(stop.Token) ?? Task.CompletedTask;
        var accounts = await Task.WhenAll(clients.Select((c, i) => Task.Run(() => new Camera(c, pictures, i, framesPerSecond, cadence).RunAsync(stop.Token))));
        var elapsed = clock.Elapsed;
        await watching;
        foreach (var client in clients)
            client.Dispose();
        return new FleetReport(accounts, elapsed);
    }
}
