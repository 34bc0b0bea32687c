using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace EmotionGrpc.Conformance.Tests;

/// <summary>A small face stream that keeps the contract but for one fault: it tells how bright a track was until now.</summary>
internal sealed class BrightnessStream(Fault fault) : FaceStreamService.FaceStreamServiceBase
{
    private const int Side = 16;
    private const int MostClips = 256;
    private const int ScaleOfLogits = 32;

    private readonly Dictionary<uint, Memory> _shared = [];

    private readonly ModelVersion _version = new() { Name = "brightness", Version = "1.0.0", Task = "face-emotion" };

    public override Task<FaceStreamServiceGetModelResponse> GetModel(FaceStreamServiceGetModelRequest request, ServerCallContext context)
    {
        var model = new Model
        {
            Version = _version,
            Labels = { "dark", fault == Fault.LabelTwice ? "dark" : "bright" },
            LabelType = LabelType.Single,
            TemporalMode = TemporalMode.Stateful,
            ClipFrames = fault == Fault.ClipFramesWithoutClip ? 8u : 0,
            Provider = "cpu",
            Sample = new SampleSpec { Cadence = SampleCadence.Segment, Crop = new CropSpec { Kind = CropKind.Face, Width = Side, Height = Side, Format = ImageFormat.Bgr24, Margin = 0.1f } },
        };
        return Task.FromResult(new FaceStreamServiceGetModelResponse { Model = model });
    }

    public override Task<FaceStreamServiceScoreResponse> Score(FaceStreamServiceScoreRequest request, ServerCallContext context)
    {
        if (request.Clips.Count == 0)
            throw Refuse(StatusCode.InvalidArgument, "The request has no clips.");
        if (request.Clips.Count > MostClips && fault != Fault.NoLimit)
            throw Refuse(StatusCode.ResourceExhausted, "Too many clips; 256 are allowed.");
        var response = Named(new FaceStreamServiceScoreResponse(), (r, v) => r.Model = v);
        var leak = 0f;
        for (var i = 0; i < request.Clips.Count; i++)
        {
            var clip = request.Clips[i];
            if (clip.Samples.Count == 0 && fault == Fault.TakesEmptyClips)
            {
                response.Scores.Add(new Score { Absence = new Absence { Reason = AbsenceReason.NotFound, Detail = "The clip is empty." } });
                continue;
            }

            var memory = new Memory();
            var name = fault == Fault.NamesNoClip ? "A clip" : $"clips[{i}]";
            if (clip.Samples.Count == 0)
                throw Refuse(StatusCode.InvalidArgument, $"{name} is empty.");
            Score? score = null;
            foreach (var sample in clip.Samples)
            {
                score = Score(sample, memory, leak);
                if (score.Absence is { Reason: AbsenceReason.InvalidSample } invalid)
                    throw Refuse(StatusCode.InvalidArgument, $"{name}: {invalid.Detail}");
            }

            response.Scores.Add(score);
            if (fault == Fault.BatchLeaks)
                leak += 1;
        }

        if (fault == Fault.ReversesBatches)
            Reverse(response.Scores);
        return Task.FromResult(response);
    }

    public override async Task StreamScore(
        IAsyncStreamReader<FaceStreamServiceStreamScoreRequest> requestStream,
        IServerStreamWriter<FaceStreamServiceStreamScoreResponse> responseStream,
        ServerCallContext context)
    {
        var tracks = fault == Fault.SharesMemory ? _shared : [];
        FaceStreamServiceStreamScoreResponse? held = null;
        var count = 0;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var request = requestStream.Current;
            if (count++ == 0 && fault != Fault.IgnoresState)
                Load(request.State, tracks);
            var response = Answer(request, tracks);
            if (fault == Fault.LosesAnAnswer && count == 15)
                continue;
            if (fault == Fault.SwapsAnswers && count == 10)
            {
                held = response;
                continue;
            }

            await responseStream.WriteAsync(response);
            if (held is not null)
                await responseStream.WriteAsync(held);
            held = null;
        }
    }

    private FaceStreamServiceStreamScoreResponse Answer(FaceStreamServiceStreamScoreRequest request, Dictionary<uint, Memory> tracks)
    {
        var response = Named(new FaceStreamServiceStreamScoreResponse(), (r, v) => r.Model = v);
        var seen = new HashSet<uint>();
        lock (tracks)
        {
            foreach (var sample in request.Samples)
            {
                if (!tracks.TryGetValue(sample.TrackId, out var memory))
                    tracks[sample.TrackId] = memory = new Memory();
                var score = seen.Add(sample.TrackId) ? Score(sample, memory, leak: 0) : Absent(sample, AbsenceReason.InvalidSample, "The track is there twice.");
                if (fault == Fault.BadSampleEndsSession && score.Absence?.Reason == AbsenceReason.InvalidSample)
                    throw Refuse(StatusCode.InvalidArgument, score.Absence.Detail);
                response.Scores.Add(score);
            }

            if (fault != Fault.KeepsEndedTracks)
            {
                foreach (var track in request.EndedTrackIds)
                    tracks.Remove(track);
            }

            if (request.StateWanted || fault == Fault.TellsStateUnasked)
                response.State = ByteString.CopyFrom([.. tracks.SelectMany(t => BitConverter.GetBytes(t.Key).Concat(BitConverter.GetBytes(t.Value.Sum)).Concat(BitConverter.GetBytes(t.Value.Count)))]);
        }

        return response;
    }

    private static void Load(ByteString state, Dictionary<uint, Memory> tracks)
    {
        const int Length = 16;
        if (state.Length % Length != 0)
            return;
        for (var at = 0; at < state.Length; at += Length)
        {
            var bytes = state.Span.Slice(at, Length);
            tracks[BitConverter.ToUInt32(bytes)] = new Memory { Sum = BitConverter.ToDouble(bytes[4..]), Count = BitConverter.ToInt32(bytes[12..]) };
        }
    }

    private Score Score(Sample sample, Memory memory, float leak)
    {
        if (sample.Crop is null && fault != Fault.ScoresWithoutCrop)
            return Absent(sample, AbsenceReason.NotFound, "There is no crop.");
        var pixels = sample.Crop?.Data ?? ByteString.CopyFrom(new byte[3 * Side * Side]);
        if (pixels.Length != 3 * Side * Side)
            return Absent(sample, AbsenceReason.InvalidSample, $"The crop has {pixels.Length} bytes; 16x16 BGR24 is wanted.");
        memory.Sum += pixels.Average(b => b);
        memory.Count++;
        var brightness = (float)(((memory.Sum / memory.Count) - 128) / ScaleOfLogits) + leak;
        return new Score { TrackId = sample.TrackId, Sequence = sample.Sequence, Logits = new Logits { Values = { -brightness, fault == Fault.NotFinite ? float.NaN : brightness } } };
    }

    private static Score Absent(Sample sample, AbsenceReason reason, string detail) =>
        new() { TrackId = sample.TrackId, Sequence = sample.Sequence, Absence = new Absence { Reason = reason, Detail = detail } };

    private static RpcException Refuse(StatusCode code, string sentence) => new(new Status(code, sentence));

    private static void Reverse(RepeatedField<Score> scores)
    {
        var reversed = scores.Reverse().ToList();
        scores.Clear();
        scores.AddRange(reversed);
    }

    private T Named<T>(T response, Action<T, ModelVersion> name)
    {
        if (fault != Fault.AnswersNameNoModel)
            name(response, _version);
        return response;
    }

    private sealed class Memory
    {
        public double Sum { get; set; }

        public int Count { get; set; }
    }
}
