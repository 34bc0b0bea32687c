using System.Runtime.CompilerServices;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Reloading;
using EmotionGrpc.Streams.Models;
using EmotionGrpc.Streams.Samples;
using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Scoring;

/// <summary>Scores clips and sessions with the service's model; the services around it translate their own messages only.</summary>
public sealed class StreamScorer(LiveModel<StreamModel> live, StreamDescription stream, TimeProvider time)
{
    /// <summary>Describes the model to callers.</summary>
    public Model Describe()
    {
        using var use = live.Use();
        return use.Model.Describe();
    }

    /// <summary>Scores a batch without remembering anything.</summary>
    /// <param name="clips">1 to 256 clips, each of one track.</param>
    /// <param name="explain">Whether scores shall carry the evidence.</param>
    /// <param name="cancellationToken">Gives up what still waits.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT names the clip; RESOURCE_EXHAUSTED: too many clips, or too much waits already.</exception>
    public async Task<ScoredRequest> ScoreAsync(IReadOnlyList<Clip> clips, bool explain, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        if (clips.Count == 0)
            throw GrpcError.InvalidArgument("clips", "The request has no clips; 1 to 256 are allowed.");
        CheckCount("clips", clips.Count, StreamLimits.MaximumClips);
        using var use = live.Use();
        var model = use.Model;
        if (model.Input.Wanted.Crop != null)
            CheckCount("crops", clips.Sum(c => c.Samples.Count), StreamLimits.MaximumCrops);
        var prepared = clips.Select((clip, i) => Prepare(model.Input, clip, i)).ToList();

        var key = Guid.NewGuid().ToString();
        try
        {
            var outcomes = await ValueTasks.WhenAllAsync([.. prepared.Select(p => RunAsync(model, p, key, explain, cancellationToken))]);
            for (var i = 0; i < outcomes.Length; i++)
            {
                if (outcomes[i].Absence is { Reason: AbsenceReason.InvalidSample } invalid)
                    throw GrpcError.InvalidArgument($"clips[{i}]", $"clips[{i}]: {invalid.Detail}");
            }

            return Answer(model, [.. clips.Select(c => c.Samples[^1])], outcomes, start);
        }
        catch (BatchQueueFullException e)
        {
            throw GrpcError.ResourceExhausted(e.Message, TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Opens a session with its own memory and its own turn at the model.</summary>
    public ScoringSession OpenSession() => new(this, live);

    internal static void CheckCount(string what, int count, int allowed)
    {
        if (count > allowed)
            throw GrpcError.ResourceExhausted($"The request has {count} {what}; {allowed} are allowed: send several requests.", TimeSpan.Zero);
    }

    /// <summary>Runs what was prepared for a model; when the task is returned, it waits in its turn already.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<ScoreOutcome> RunAsync(
        StreamModel model, PreparedSample prepared, string session, bool explain, CancellationToken cancellationToken)
    {
        if (prepared.Absence != null)
            return new ScoreOutcome(null, prepared.Absence, 0);
        var score = await model.RunAsync(prepared, session, explain, cancellationToken);
        if (score.IsFinite)
            return new ScoreOutcome(score, null, score.ModelMilliseconds);
        var absence = new Absence { Reason = AbsenceReason.InvalidSample, Detail = "The model gives no finite scores for this." };
        return new ScoreOutcome(null, absence, score.ModelMilliseconds);
    }

    internal ScoredRequest Answer(StreamModel model, IReadOnlyList<Sample> newest, IReadOnlyList<ScoreOutcome> outcomes, long start)
    {
        var scores = new List<Score>(outcomes.Count);
        var modelMilliseconds = 0.0;
        for (var i = 0; i < outcomes.Count; i++)
        {
            var score = new Score { TrackId = newest[i].TrackId, Sequence = newest[i].Sequence };
            if (outcomes[i].Score is { } given)
                (score.Logits, score.Mask, score.Activations) = (given.Logits, given.Mask, given.Activations);
            else
                score.Absence = outcomes[i].Absence;
            scores.Add(score);
            modelMilliseconds += outcomes[i].ModelMilliseconds;
        }

        var stage = new StageTime
        {
            Stage = stream.Stage,
            Milliseconds = (float)time.GetElapsedTime(start).TotalMilliseconds,
            ModelMilliseconds = (float)modelMilliseconds,
        };
        StageMetrics.Record(stream.Stage, stream.Stage, stage.Milliseconds, stage.ModelMilliseconds);
        return new ScoredRequest(scores, model.Version, stage);
    }

    internal long Now() => time.GetTimestamp();

    private static PreparedSample Prepare(ISampleInput input, Clip clip, int index)
    {
        if (clip.Samples.Count == 0)
            throw GrpcError.InvalidArgument($"clips[{index}].samples", $"clips[{index}] is empty; a clip has at least one sample.");
        try
        {
            return input.Prepare(clip);
        }
        catch (InvalidSampleException e)
        {
            throw GrpcError.InvalidArgument($"clips[{index}].{e.Field}", $"clips[{index}].{e.Field}: {e.Message}");
        }
    }
}
