using EmotionGrpc.Conformance.Checks;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Conformance.Streams;

/// <summary>Checks of Score: a batch without memory.</summary>
internal sealed class ScoreChecks(StreamClient client, SampleMaker samples)
{
    private const int MostClips = 256;
    private const int Batch = 5;

    /// <summary>The checks.</summary>
    public IReadOnlyList<Check> All =>
    [
        new("score-logits", "Score: one score per clip, with its track and the sequence of its newest sample; Logits: one finite value per label.", LogitsAsync),
        new("score-model", "ScoreResponse.model: the model that scored them, as GetModel tells it.", ModelAsync),
        new("score-order", "ScoreResponse.scores: one per clip, in the same order.", OrderAsync),
        new("score-batch-as-single", "Score: scoring one by one gives the same as a batch.", BatchAsync),
        new("score-without-memory", "Score remembers nothing: the same clip scores the same again, also while a session scores the same track.", MemoryAsync),
        new("score-full-batch", "ScoreRequest.clips: up to 256 clips are answered.", FullAsync),
        new("score-no-clips", "ScoreRequest.clips: 1 to 256; none is INVALID_ARGUMENT.", c => Expect.RefusedAsync(StatusCode.InvalidArgument, () => client.ScoreAsync([], c))),
        new("score-empty-clip", "Score: INVALID_ARGUMENT naming the clip (\"clips[1]\") when it is empty.", c => RefusedAsync(new Clip(), c)),
        new("score-bad-sample", "Score: INVALID_ARGUMENT naming the clip (\"clips[1]\") when a crop has the wrong size or a keypoint is not a number.", BadAsync),
        new("score-too-many-clips", "Score: RESOURCE_EXHAUSTED over 256 clips.", TooManyAsync),
        new("score-explain", "Score.activations: only when the request asked for them; width x height x labels numbers, all finite.", ExplainAsync),
        new("score-cancelled", "A call that its caller cancels ends; the service goes on answering others.", CancelledAsync),
    ];

    private async Task LogitsAsync(CancellationToken cancellationToken)
    {
        var clip = samples.Clip(track: 7, look: 1);
        var scores = (await client.ScoreAsync([clip], cancellationToken)).Scores;
        Expect.That(scores.Count == 1, $"One clip brought {scores.Count} scores.");
        Expect.That(scores[0].TrackId == 7 && scores[0].Sequence == clip.Samples[^1].Sequence, $"The score is of track {scores[0].TrackId}, sequence {scores[0].Sequence}; it should be of 7, {clip.Samples[^1].Sequence}.");
        Valid(scores[0]);
    }

    private async Task ModelAsync(CancellationToken cancellationToken)
    {
        var version = (await client.GetModelAsync(cancellationToken)).Version;
        var response = await client.ScoreAsync([samples.Clip(1, 1)], cancellationToken);
        Expect.That(response.Model is not null && response.Model.Equals(version), $"The answer names \"{response.Model}\", GetModel \"{version}\".");
    }

    private async Task OrderAsync(CancellationToken cancellationToken)
    {
        uint[] tracks = [5, 3, 9, 1];
        var scores = (await client.ScoreAsync(tracks.Select((t, i) => samples.Clip(t, i)), cancellationToken)).Scores;
        Expect.That(scores.Select(s => s.TrackId).SequenceEqual(tracks), $"Clips of the tracks {string.Join(", ", tracks)} brought scores of {string.Join(", ", scores.Select(s => s.TrackId))}.");
    }

    private async Task BatchAsync(CancellationToken cancellationToken)
    {
        var clips = Enumerable.Range(1, Batch).Select(i => samples.Clip((uint)i, 10 * i)).ToList();
        var batch = (await client.ScoreAsync(clips, cancellationToken)).Scores;
        Expect.That(batch.Count == Batch, $"{Batch} clips brought {batch.Count} scores.");
        for (var i = 0; i < Batch; i++)
        {
            var single = (await client.ScoreAsync([clips[i]], cancellationToken)).Scores;
            Expect.That(single.Count == 1, $"One clip brought {single.Count} scores.");
            Expect.Same(Valid(single[0]), Valid(batch[i]), $"Clip {i} of a batch beside the same clip alone");
        }
    }

    private async Task MemoryAsync(CancellationToken cancellationToken)
    {
        var clip = samples.Clip(1, look: 3);
        var first = (await client.ScoreAsync([clip], cancellationToken)).Scores.Single();
        using (var session = client.Open(cancellationToken))
        {
            for (var i = 1; i <= samples.ClipLength; i++)
                await session.AskAsync(new FaceStreamServiceStreamScoreRequest { Samples = { samples.Make(1, i, look: 77) } }, cancellationToken);
            var again = (await client.ScoreAsync([clip], cancellationToken)).Scores.Single();
            Expect.Same(Valid(first), Valid(again), "The same clip scored again");
        }
    }

    private async Task FullAsync(CancellationToken cancellationToken)
    {
        // Nothing to see in them: only their number matters here, and 256 clips of a long model are many megabytes.
        var clips = Enumerable.Range(1, MostClips).Select(i => new Clip { Samples = { SampleMaker.Empty((uint)i, 1) } });
        try
        {
            var scores = (await client.ScoreAsync(clips, cancellationToken)).Scores;
            Expect.That(scores.Count == MostClips, $"{MostClips} clips brought {scores.Count} scores.");
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument && samples.ClipLength > 1)
        {
            // A model of clips may want all of its samples; that is no matter of their number.
        }
    }

    private Task RefusedAsync(Clip clip, CancellationToken cancellationToken) =>
        Expect.RefusedAsync(StatusCode.InvalidArgument, () => client.ScoreAsync([samples.Clip(1, 1), clip], cancellationToken), naming: "clips[1]");

    private Task BadAsync(CancellationToken cancellationToken)
    {
        var clip = samples.Clip(2, look: 1);
        clip.Samples[^1] = samples.Bad(2, clip.Samples.Count);
        return RefusedAsync(clip, cancellationToken);
    }

    private Task TooManyAsync(CancellationToken cancellationToken) => Expect.RefusedAsync(
        StatusCode.ResourceExhausted,
        () => client.ScoreAsync(Enumerable.Range(1, MostClips + 1).Select(i => new Clip { Samples = { SampleMaker.Empty((uint)i, 1) } }), cancellationToken));

    private async Task ExplainAsync(CancellationToken cancellationToken)
    {
        var clip = samples.Clip(1, 1);
        var plain = (await client.ScoreAsync([clip], cancellationToken)).Scores.Single();
        Expect.That(plain.Activations is null, $"Activations came that nobody asked for.");
        var explained = (await client.ScoreAsync([clip], cancellationToken, explain: true)).Scores.Single();
        Expect.Same(Valid(plain), Valid(explained), "The logits of a clip with evidence beside those without");
        if (explained.Activations is not { } map)
            return;
        Expect.That(map.Values.Count == map.Width * map.Height * samples.Model.Labels.Count, $"{map.Width}x{map.Height} for {samples.Model.Labels.Count} labels came with {map.Values.Count} numbers.");
        Expect.That(map.Values.All(float.IsFinite), $"A value of the activations is not finite.");
    }

    private async Task CancelledAsync(CancellationToken cancellationToken)
    {
        using (var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            var call = client.ScoreAsync(Enumerable.Range(1, Batch).Select(i => samples.Clip((uint)i, i)), given.Token);
            await given.CancelAsync();
            try
            {
                await call;
            }
            catch (Exception e) when (e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
            {
                // That is what was asked for; an answer that was faster is as good.
            }
        }

        Valid((await client.ScoreAsync([samples.Clip(1, 1)], cancellationToken)).Scores.Single());
    }

    /// <summary>A score must have one finite logit for each label.</summary>
    private IReadOnlyList<float> Valid(Score score) => SessionChecks.Logits(score, samples.Model.Labels.Count);
}
