using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Suite;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Eval.Tracks;

/// <summary>Has the suite track the persons of a video.</summary>
internal sealed class VideoTracker(SuiteClient suite)
{
    private const int FramesInHand = 8;

    /// <summary>Sends all frames; answers are read while frames are sent.</summary>
    public async Task<IReadOnlyList<TrackedFrame>> TrackAsync(VideoReader video, Action done, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var slots = new SemaphoreSlim(FramesInHand);
        using var call = suite.Detection.StreamDetect(cancellationToken: cancellation);
        var reading = ReadAsync(call.ResponseStream, slots, done, ended);
        try
        {
            while (video.Read() is { } frame)
            {
                await slots.WaitAsync(ended.Token);
                await call.RequestStream.WriteAsync(new() { Frame = frame }, ended.Token);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException or OperationCanceledException)
        {
            // The suite ended the session while frames were being sent: its own status says why.
            await reading;
            throw;
        }

        return await reading;
    }

    private static async Task<IReadOnlyList<TrackedFrame>> ReadAsync(
        IAsyncStreamReader<StreamDetectResponse> responses, SemaphoreSlim slots, Action done, CancellationTokenSource ended)
    {
        var frames = new List<TrackedFrame>();
        try
        {
            await foreach (var response in responses.ReadAllAsync())
            {
                frames.Add(ToFrame(response));
                slots.Release();
                done();
            }

            return frames;
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private static TrackedFrame ToFrame(StreamDetectResponse response) => response.OutcomeCase == StreamDetectResponse.OutcomeOneofCase.Detection
        ? new(
            response.Sequence,
            [.. response.Detection.Persons.Select(p => new TrackedPerson(p.TrackId, p.Box.X, p.Box.Y, p.Box.Width, p.Box.Height))],
            null)
        : new(response.Sequence, [], response.Error?.Message ?? "no outcome");
}
