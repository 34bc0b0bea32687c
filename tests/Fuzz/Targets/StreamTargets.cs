using EmotionGrpc.Fuzz.Mutation;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace EmotionGrpc.Fuzz.Targets;

/// <summary>
/// The sessions between services. Each has a seed that goes on from the state of an earlier one, which is read back from bytes that any caller may send.
/// </summary>
internal static class StreamTargets
{
    /// <summary>Sessions of Detection.</summary>
    public static async Task<FuzzTarget> DetectionAsync(int share, RunningService service)
    {
        var client = new DetectionService.DetectionServiceClient(service.Channel);
        var fresh = Enumerable.Range(1, 3).Select(i => new StreamDetectRequest { Frame = SampleFrames.Frame((ulong)i), StateWanted = i == 3 }).ToList();
        var resumed = new StreamDetectRequest { State = (await LastAsync(client.StreamDetect(), fresh)).State, Frame = SampleFrames.Frame(4), StateWanted = true };
        return new StreamTarget<StreamDetectRequest, StreamDetectResponse>("detect-stream", share, () => client.StreamDetect(), Kind, [MessageSequence.Bytes(fresh), MessageSequence.Bytes([resumed])]);

        static string Kind(StreamDetectRequest request, StreamDetectResponse response) => response.Sequence == (request.Frame?.Sequence ?? 0)
            ? $"{(response.Error is { } error ? Answer.Kind(error.Message) : response.OutcomeCase)}{(response.Resumed ? ", resumed" : "")}"
            : throw new FuzzException($"Frame {request.Frame?.Sequence ?? 0} was answered by {response.Sequence}.");
    }

    /// <summary>Sessions of the face stream, with a model that remembers.</summary>
    public static async Task<FuzzTarget> FaceAsync(int share, RunningService service)
    {
        var client = new FaceStreamService.FaceStreamServiceClient(service.Channel);
        var crop = (await client.GetModelAsync(new FaceStreamServiceGetModelRequest())).Model.Sample.Crop;
        var fresh = Enumerable.Range(1, 4).Select(i => new FaceStreamServiceStreamScoreRequest { StateWanted = i == 4, Samples = { Face(i, 1), Face(i, 2) } }).ToList();
        var resumed = new FaceStreamServiceStreamScoreRequest { State = (await LastAsync(client.StreamScore(), fresh)).State, Samples = { Face(5, 1) }, EndedTrackIds = { 2 }, StateWanted = true };
        return new StreamTarget<FaceStreamServiceStreamScoreRequest, FaceStreamServiceStreamScoreResponse>(
            "face-stream", share, () => client.StreamScore(), (q, r) => Kind(q.Samples.Count, r.Scores), [MessageSequence.Bytes(fresh), MessageSequence.Bytes([resumed])]);

        Sample Face(int i, uint track) => new()
        {
            TrackId = track,
            Sequence = (ulong)i,
            CaptureTime = SampleFrames.Frame((ulong)i).CaptureTime,
            Crop = Images.Gray((int)crop.Width, (int)crop.Height, (byte)(40 * i)),
        };
    }

    /// <summary>Sessions of the body stream.</summary>
    public static async Task<FuzzTarget> BodyAsync(int share, RunningService service, Clip clip)
    {
        var client = new BodyStreamService.BodyStreamServiceClient(service.Channel);
        var fresh = clip.Samples.Select((s, i) => new BodyStreamServiceStreamScoreRequest { Samples = { s }, StateWanted = i == clip.Samples.Count - 2 }).ToList();
        var last = fresh[^1];
        fresh.RemoveAt(fresh.Count - 1);
        last.State = (await LastAsync(client.StreamScore(), fresh)).State;
        return new StreamTarget<BodyStreamServiceStreamScoreRequest, BodyStreamServiceStreamScoreResponse>(
            "body-stream", share, () => client.StreamScore(), (q, r) => Kind(q.Samples.Count, r.Scores), [MessageSequence.Bytes(fresh), MessageSequence.Bytes([last])]);
    }

    private static string Kind(int samples, RepeatedField<Score> scores) => scores.Count == samples
        ? string.Join(", ", scores.Select(s => s.Absence is { } absence ? Answer.Kind(absence.Detail) : "scored").Distinct().Order(StringComparer.Ordinal))
        : throw new FuzzException($"{samples} samples brought {scores.Count} scores.");

    /// <summary>Runs a session to its end.</summary>
    /// <returns>The answer to the last request.</returns>
    private static async Task<TResponse> LastAsync<TRequest, TResponse>(AsyncDuplexStreamingCall<TRequest, TResponse> call, IReadOnlyList<TRequest> requests)
        where TResponse : class
    {
        using (call)
        {
            TResponse? last = null;
            foreach (var request in requests)
            {
                await call.RequestStream.WriteAsync(request);
                await call.ResponseStream.MoveNext(CancellationToken.None);
                last = call.ResponseStream.Current;
            }

            await call.RequestStream.CompleteAsync();
            return last!;
        }
    }
}
