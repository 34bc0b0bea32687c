using EmotionGrpc.Conformance.Checks;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Conformance.Fusion;

/// <summary>Checks of Fuse: once, without memory.</summary>
internal sealed class FuseChecks(FusionService.FusionServiceClient client)
{
    private static readonly StreamScores s_face = ScoreMaker.Stream(StreamKind.Face, ("neutral", 1), ("happiness", 3), ("anger", -1));

    /// <summary>The same labels in another order.</summary>
    private static readonly StreamScores s_body = ScoreMaker.Stream(StreamKind.Body, ("anger", 2), ("neutral", 0.5f), ("happiness", 1));

    private static readonly StreamScores s_foreign = ScoreMaker.Stream(StreamKind.Body, ("sitting", 1), ("walking", 2));

    /// <summary>The checks.</summary>
    public IReadOnlyList<Check> All =>
    [
        new("fuse-average", "FUSION_POLICY_AVERAGE: the mean of the logits of the streams present, label by label whatever their order.", AverageAsync),
        new("fuse-maximum", "FUSION_POLICY_MAXIMUM: label by label the larger logit.", MaximumAsync),
        new("fuse-occlusion-aware", "FUSION_POLICY_OCCLUSION_AWARE: a weighted mean by the weights that the result tells, times one factor above 0 for all labels.", OcclusionAsync),
        new("fuse-default", "FUSION_POLICY_UNSPECIFIED: the server's default; Emotion.policy tells the one that was used.", DefaultAsync),
        new("fuse-single", "LabelScore.probability, SINGLE: softmax of the fused logits; label is the one with the highest.", SingleAsync),
        new("fuse-multi", "LabelScore.probability, MULTI: sigmoid of each fused logit.", MultiAsync),
        new("fuse-weights", "StreamContribution.weight and influence: 0 to 1, each sums to 1 over the streams of a result.", WeightsAsync),
        new("fuse-one-absent", "A stream that is absent gives nothing and says why; the other decides.", OneAbsentAsync),
        new("fuse-all-absent", "Emotion.label and scores: empty when every stream is absent.", AllAbsentAsync),
        new("fuse-order", "FuseResponse.emotions: one per person, in the same order.", OrderAsync),
        new("fuse-unknown-policy", "Fuse: INVALID_ARGUMENT for an unknown policy.", c => RefusedAsync(new FuseRequest { Options = new FusionOptions { Policy = (FusionPolicy)99 }, Persons = { ScoreMaker.Person(1, s_face) } }, c)),
        new("fuse-logits-do-not-fit", "Fuse: INVALID_ARGUMENT for logits that do not fit their labels.", NotFittingAsync),
        new("fuse-not-finite", "Logits: numbers; one that is not finite is INVALID_ARGUMENT.", c => RefusedAsync(ScoreMaker.Stream(StreamKind.Face, ("a", float.NaN), ("b", 1)), c)),
        new("fuse-labels-do-not-meet", "Fuse: INVALID_ARGUMENT for streams whose labels do not meet.", c => RefusedAsync(new FuseRequest { Persons = { ScoreMaker.Person(1, s_face, s_foreign) } }, c)),
        new("fuse-stream-twice", "PersonScores.streams: each at most once; else INVALID_ARGUMENT.", c => RefusedAsync(new FuseRequest { Persons = { ScoreMaker.Person(1, s_face, s_face) } }, c)),
        new("fuse-stream-unspecified", "STREAM_KIND_UNSPECIFIED: refused.", c => RefusedAsync(ScoreMaker.Stream(StreamKind.Unspecified, ("a", 1), ("b", 2)), c)),
        new("fuse-track-twice", "PersonScores.track_id: persons of one request have different ones; else INVALID_ARGUMENT.", c => RefusedAsync(new FuseRequest { Persons = { ScoreMaker.Person(1, s_face), ScoreMaker.Person(1, s_face) } }, c)),
    ];

    private async Task<Emotion> FuseAsync(FusionPolicy policy, LabelType type, CancellationToken cancellationToken, params StreamScores[] streams)
    {
        var request = new FuseRequest { Options = new FusionOptions { Policy = policy }, LabelType = type, Persons = { ScoreMaker.Person(3, streams) } };
        var emotions = (await client.FuseAsync(request, cancellationToken: cancellationToken)).Emotions;
        Expect.That(emotions.Count == 1 && emotions[0].TrackId == 3, $"One person of track 3 brought {emotions.Count} emotions: {emotions}");
        return emotions[0];
    }

    private static void HasLogits(Emotion emotion, params (string Label, double Logit)[] expected)
    {
        foreach (var (label, logit) in expected)
        {
            var score = emotion.Scores.FirstOrDefault(s => s.Label == label) ?? throw new ViolationException($"There is no score of \"{label}\".");
            Expect.Near(logit, score.Logit, $"The logit of \"{label}\"");
        }
    }

    /// <summary>The logits must be these times one factor above 0.</summary>
    private static void HasShape(Emotion emotion, params (string Label, double Logit)[] expected)
    {
        var dot = expected.Sum(e => e.Logit * (emotion.Scores.FirstOrDefault(s => s.Label == e.Label)?.Logit ?? 0));
        var factor = dot / expected.Sum(e => e.Logit * e.Logit);
        Expect.That(factor > 0, $"The logits {string.Join(", ", emotion.Scores.Select(s => $"{s.Label} {s.Logit}"))} point away from the weighted mean.");
        HasLogits(emotion, [.. expected.Select(e => (e.Label, factor * e.Logit))]);
    }

    private async Task AverageAsync(CancellationToken cancellationToken) =>
        HasLogits(await FuseAsync(FusionPolicy.Average, LabelType.Single, cancellationToken, s_face, s_body), ("neutral", 0.75), ("happiness", 2), ("anger", 0.5));

    private async Task MaximumAsync(CancellationToken cancellationToken) =>
        HasLogits(await FuseAsync(FusionPolicy.Maximum, LabelType.Single, cancellationToken, s_face, s_body), ("neutral", 1), ("happiness", 3), ("anger", 2));

    private async Task OcclusionAsync(CancellationToken cancellationToken)
    {
        var emotion = await FuseAsync(FusionPolicy.OcclusionAware, LabelType.Single, cancellationToken, s_face, s_body);
        double face = Weight(StreamKind.Face), body = Weight(StreamKind.Body);
        HasShape(emotion, ("neutral", (face * 1) + (body * 0.5)), ("happiness", (face * 3) + body), ("anger", (2 * body) - face));

        double Weight(StreamKind stream) => emotion.Streams.FirstOrDefault(s => s.Stream == stream)?.Weight ?? throw new ViolationException($"The result does not tell the weight of the stream {stream}.");
    }

    private async Task DefaultAsync(CancellationToken cancellationToken)
    {
        var unsaid = await FuseAsync(FusionPolicy.Unspecified, LabelType.Single, cancellationToken, s_face, s_body);
        Expect.That(unsaid.Policy is FusionPolicy.Average or FusionPolicy.Maximum or FusionPolicy.OcclusionAware, $"The policy is {unsaid.Policy}.");
        var said = await FuseAsync(FusionPolicy.Average, LabelType.Single, cancellationToken, s_face, s_body);
        Expect.That(said.Policy == FusionPolicy.Average, $"AVERAGE was asked for, and the policy is {said.Policy}.");
    }

    private async Task SingleAsync(CancellationToken cancellationToken)
    {
        var emotion = await FuseAsync(FusionPolicy.Average, LabelType.Single, cancellationToken, s_face, s_body);
        var sum = emotion.Scores.Sum(s => Math.Exp(s.Logit));
        foreach (var score in emotion.Scores)
            Expect.Near(Math.Exp(score.Logit) / sum, score.Probability, $"The probability of \"{score.Label}\"");
        Expect.That(emotion.Label == "happiness", $"The label is \"{emotion.Label}\".");
    }

    private async Task MultiAsync(CancellationToken cancellationToken)
    {
        foreach (var score in (await FuseAsync(FusionPolicy.Average, LabelType.Multi, cancellationToken, s_face, s_body)).Scores)
            Expect.Near(1 / (1 + Math.Exp(-score.Logit)), score.Probability, $"The probability of \"{score.Label}\"");
    }

    private async Task WeightsAsync(CancellationToken cancellationToken)
    {
        foreach (var policy in (FusionPolicy[])[FusionPolicy.Average, FusionPolicy.Maximum, FusionPolicy.OcclusionAware])
        {
            var streams = (await FuseAsync(policy, LabelType.Single, cancellationToken, s_face, s_body)).Streams;
            Expect.That(streams.All(s => s.Weight is >= 0 and <= 1 && s.Influence is >= 0 and <= 1), $"A weight or an influence lies outside 0 to 1: {streams}");
            Expect.Near(1, streams.Sum(s => s.Weight), $"The sum of the weights ({policy})");
            Expect.Near(1, streams.Sum(s => s.Influence), $"The sum of the influences ({policy})");
        }
    }

    private async Task OneAbsentAsync(CancellationToken cancellationToken)
    {
        foreach (var policy in (FusionPolicy[])[FusionPolicy.Average, FusionPolicy.Maximum, FusionPolicy.OcclusionAware])
        {
            var emotion = await FuseAsync(policy, LabelType.Single, cancellationToken, s_face, ScoreMaker.Absent(StreamKind.Body));
            (string, double)[] face = [("neutral", 1), ("happiness", 3), ("anger", -1)];
            if (policy == FusionPolicy.OcclusionAware)
                HasShape(emotion, face);
            else
                HasLogits(emotion, face);
            Expect.That(emotion.Streams.FirstOrDefault(s => s.Stream == StreamKind.Body)?.Absence?.Reason == AbsenceReason.NotFound, $"The result does not tell that the body is absent, and why: {emotion.Streams}");
        }
    }

    private async Task AllAbsentAsync(CancellationToken cancellationToken)
    {
        // Beside a person with scores: from scores come the labels.
        var request = new FuseRequest { Persons = { ScoreMaker.Person(1, s_face), ScoreMaker.Person(2, ScoreMaker.Absent(StreamKind.Face), ScoreMaker.Absent(StreamKind.Body)) } };
        var emotions = (await client.FuseAsync(request, cancellationToken: cancellationToken)).Emotions;
        Expect.That(emotions.Count == 2, $"Two persons brought {emotions.Count} emotions.");
        Expect.That(emotions[1] is { Label: "", Scores.Count: 0 }, $"The label is \"{emotions[1].Label}\", with {emotions[1].Scores.Count} scores.");
    }

    private async Task OrderAsync(CancellationToken cancellationToken)
    {
        uint[] tracks = [9, 4, 7];
        var request = new FuseRequest { Persons = { tracks.Select(t => ScoreMaker.Person(t, s_face)) } };
        var emotions = (await client.FuseAsync(request, cancellationToken: cancellationToken)).Emotions;
        Expect.That(emotions.Select(e => e.TrackId).SequenceEqual(tracks), $"The tracks {string.Join(", ", tracks)} brought {string.Join(", ", emotions.Select(e => e.TrackId))}.");
    }

    private Task NotFittingAsync(CancellationToken cancellationToken)
    {
        var scores = s_face.Clone();
        scores.Logits.Values.RemoveAt(0);
        return RefusedAsync(scores, cancellationToken);
    }

    private Task RefusedAsync(StreamScores scores, CancellationToken cancellationToken) => RefusedAsync(new FuseRequest { Persons = { ScoreMaker.Person(1, scores) } }, cancellationToken);

    private Task RefusedAsync(FuseRequest request, CancellationToken cancellationToken) =>
        Expect.RefusedAsync(StatusCode.InvalidArgument, async () => await client.FuseAsync(request, cancellationToken: cancellationToken));
}
