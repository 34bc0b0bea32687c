using System.Diagnostics;
using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Peers.V1;
using Grpc.Net.Client;

namespace EmotionGrpc.Load.Peers;

/// <summary>One camera of a peer: plays the sample video over a connection of its own, a call a frame.</summary>
/// <param name="address">The process that it stays with.</param>
/// <param name="pictures">What it sees.</param>
/// <param name="number">From 0.</param>
internal sealed class PeerCamera(string address, CameraPictures pictures, int number) : IDisposable
{
    /// <summary>Frames in hand: as many as the suite lets a session have.</summary>
    private const int InHand = 4;

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address);

    /// <summary>Runs until cancelled, and then waits for the answers of what is in hand.</summary>
    /// <returns>Age of each answer in milliseconds.</returns>
    public async Task<IReadOnlyList<double>> RunAsync(CancellationToken stop)
    {
        var ages = new List<double>();
        var client = new PeerService.PeerServiceClient(_channel);
        using var free = new SemaphoreSlim(InHand);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var calls = new List<Task>();
        try
        {
            for (var i = 1UL; ; i++)
            {
                await free.WaitAsync(failed.Token);
                calls.RemoveAll(c => c.IsCompletedSuccessfully);
                calls.Add(CallAsync(pictures.Of(number, i)));
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the run, or a call has failed.
        }

        await Task.WhenAll(calls);
        return ages;

        async Task CallAsync(V1.Image image)
        {
            var start = Stopwatch.GetTimestamp();
            var frame = new Frame { Camera = $"camera-{number}", Time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Jpeg = image.Data };
            try
            {
                await client.RecognizeAsync(frame, cancellationToken: CancellationToken.None);
            }
            catch
            {
                await failed.CancelAsync();
                throw;
            }

            lock (ages)
                ages.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            free.Release();
        }
    }

    public void Dispose() => _channel.Dispose();
}
