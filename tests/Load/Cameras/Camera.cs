using EmotionGrpc.Client;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Load.Cameras;

/// <summary>One camera: plays the sample video into a session of its own.</summary>
/// <param name="client">Its client.</param>
/// <param name="pictures">What it sees.</param>
/// <param name="number">From 0.</param>
/// <param name="framesPerSecond">Frames a second that are offered, the newest wins; null: as many as the server takes, none lost.</param>
/// <param name="cadence">Frames at most from one search for persons to the next.</param>
internal sealed class Camera(EmotionClient client, CameraPictures pictures, int number, double? framesPerSecond, uint cadence)
{
    /// <summary>Cameras are not switched on at one moment.</summary>
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs until cancelled, and then waits for the answers of what is in hand.</summary>
    public async Task<CameraAccount> RunAsync(CancellationToken stop)
    {
        if (framesPerSecond != null)
            await Task.Delay(number * s_between, CancellationToken.None);
        await using var session = await client.OpenSessionAsync(
            new EmotionSessionOptions { Server = new SessionOptions { Source = $"camera-{number}", Keypoints = true, NewestOnly = framesPerSecond != null, Cadence = cadence } }, CancellationToken.None);
        var ages = new List<double>();
        var overheads = new List<double>();
        var reading = Task.Run(
            async () =>
            {
                await foreach (var answer in session.ReadAllAsync(CancellationToken.None))
                {
                    if (answer is not ResultAnswer result)
                        continue;
                    ages.Add(answer.Age.TotalMilliseconds);
                    overheads.Add(answer.Age.TotalMilliseconds - ModelMilliseconds(result));
                }
            },
            CancellationToken.None);
        await (framesPerSecond is { } rate ? OfferAsync(session, rate, stop) : SendAsync(session, stop));
        await session.CompleteAsync(CancellationToken.None);
        await reading;
        return new CameraAccount(session.Counters, ages, overheads);
    }

    /// <summary>What the models took on the way of one frame: the streams work side by side.</summary>
    private static double ModelMilliseconds(ResultAnswer answer)
    {
        double Of(string stage) => answer.Result.Times.Where(t => t.Stage == stage).Sum(t => t.ModelMilliseconds);
        return Of("detection") + Math.Max(Of("face-stream"), Of("body-stream"));
    }

    private async Task OfferAsync(EmotionSession session, double rate, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / rate));
        try
        {
            // Cameras are not in step.
            await Task.Delay(TimeSpan.FromSeconds(number * 0.618 % 1 / rate), stop);
            for (var i = 1UL; await timer.WaitForNextTickAsync(stop); i++)
                session.Offer(Frame(i));
        }
        catch (OperationCanceledException)
        {
            // The end of the run.
        }
    }

    private async Task SendAsync(EmotionSession session, CancellationToken stop)
    {
        try
        {
            for (var i = 1UL; ; i++)
                await session.SendAsync(Frame(i), stop);
        }
        catch (OperationCanceledException)
        {
            // The end of the run.
        }
    }

    private Frame Frame(ulong i) => new()
    {
        Sequence = i,
        CaptureTime = Timestamp.FromDateTime(DateTime.UtcNow),
        Image = pictures.Of(number, i),
    };
}
