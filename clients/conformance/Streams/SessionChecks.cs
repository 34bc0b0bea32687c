using EmotionGrpc.Conformance.Checks;
using EmotionGrpc.V1;
using Grpc.Core;
using Request = EmotionGrpc.V1.FaceStreamServiceStreamScoreRequest;
using Response = EmotionGrpc.V1.FaceStreamServiceStreamScoreResponse;

namespace EmotionGrpc.Conformance.Streams;

/// <summary>Checks of StreamScore: a session with memory per track.</summary>
internal sealed class SessionChecks(StreamClient client, SampleMaker samples)
{
    private const int Requests = 20;
    private const int Sessions = 8;
    private const int Flood = 2000;

    /// <summary>The checks.</summary>
    public IReadOnlyList<Check> All =>
    [
        new("session-order", "StreamScore: exactly one response for each request, in order, also when the caller does not wait for answers.", OrderAsync),
        new("session-scores", "StreamScoreResponse.scores: one per sample, in the same order, with its track and sequence.", ScoresAsync),
        new("session-model", "StreamScoreResponse.model: the model that scored them.", ModelAsync),
        new("session-no-samples", "StreamScoreRequest.samples: may be empty; the response then has no scores.", EmptyAsync),
        new("session-bad-sample", "StreamScore: a bad sample is answered by an absence (INVALID_SAMPLE) with a sentence, the others of its request are scored, and the session lives on.", BadAsync),
        new("session-not-found", "Sample.crop and keypoints: absent when the part was not found; the score then is an absence.", NotFoundAsync),
        new("session-one-per-track", "StreamScoreRequest.samples: at most one per track; a second one is a bad sample.", TwiceAsync),
        new("session-unscored", "StreamScoreRequest.unscored: enter the memory without a score where the model defers, as if they had been scored; others ignore them.", UnscoredAsync),
        new("session-separate", "Sample.track_id: meaningful within one session only; what other sessions see of a track of that number changes nothing.", SeparateAsync),
        new("session-ended-track", "StreamScoreRequest.ended_track_ids: the memory of the track goes; a track of that number begins anew.", EndedAsync),
        new("session-too-many-samples", "StreamScore: over 256 samples in a request end the session with RESOURCE_EXHAUSTED, or are answered one by one.", TooManyAsync),
        new("session-half-close", "A session whose caller completes is answered to the last request and ends with OK.", c => RunAsync(Stream(track: 1, count: 3, look: 5), c)),
        new("session-cancelled", "A session that its caller cancels ends; the service goes on serving others.", CancelledAsync),
        new("session-flow-control", $"A caller that sends {Flood} requests without reading is held back by flow control, loses nothing, and gets every answer in order once it reads.", FloodAsync),
        new("sessions-side-by-side", $"{Sessions} sessions at the same time get the answers that each gets alone.", ParallelAsync),
    ];

    /// <summary>The logits of a score.</summary>
    /// <exception cref="ViolationException">There is not one finite logit for each label.</exception>
    public static IReadOnlyList<float> Logits(Score score, int labels)
    {
        Expect.That(score.Logits is not null, $"There are no logits but {score.OutcomeCase} {score.Absence?.Reason}: {score.Absence?.Detail}");
        var values = score.Logits!.Values;
        Expect.That(values.Count == labels, $"There are {values.Count} logits for {labels} labels.");
        Expect.That(values.All(float.IsFinite), $"A logit is not finite: {string.Join(", ", values)}.");
        return values;
    }

    private async Task OrderAsync(CancellationToken cancellationToken)
    {
        var requests = Stream(track: 1, Requests, look: 2);
        InOrder(requests, await RunAsync(requests, cancellationToken));
    }

    private async Task ScoresAsync(CancellationToken cancellationToken)
    {
        uint[] tracks = [4, 2, 8];
        var response = (await RunAsync([new Request { Samples = { tracks.Select(t => samples.Make(t, 1, (int)t)) } }], cancellationToken))[0];
        Expect.That(
            response.Scores.Select(s => s.TrackId).SequenceEqual(tracks) && response.Scores.All(s => s.Sequence == 1),
            $"Samples of the tracks {string.Join(", ", tracks)}, sequence 1, brought scores of {string.Join(", ", response.Scores.Select(s => $"{s.TrackId} ({s.Sequence})"))}.");
    }

    private async Task ModelAsync(CancellationToken cancellationToken)
    {
        var version = (await client.GetModelAsync(cancellationToken)).Version;
        var response = (await RunAsync(Stream(1, 1, look: 1), cancellationToken))[0];
        Expect.That(response.Model is not null && response.Model.Equals(version), $"The answer names \"{response.Model}\", GetModel \"{version}\".");
    }

    private async Task EmptyAsync(CancellationToken cancellationToken)
    {
        var responses = await RunAsync([new Request(), .. Stream(1, 1, look: 1), new Request()], cancellationToken);
        Expect.That(responses.Select(r => r.Scores.Count).SequenceEqual([0, 1, 0]), $"Requests of 0, 1 and 0 samples brought {string.Join(", ", responses.Select(r => r.Scores.Count))} scores.");
    }

    private async Task BadAsync(CancellationToken cancellationToken)
    {
        var n = samples.ClipLength;
        var requests = Stream(track: 1, n, look: 4);
        // The last request has a second track with a sample that cannot be used; another request follows.
        requests[^1].Samples.Insert(0, samples.Bad(2, n));
        requests.Add(new Request { Samples = { samples.Make(1, n + 1, look: 4) } });
        var responses = await RunAsync(requests, cancellationToken);
        var bad = responses[n - 1].Scores;
        Expect.That(bad.Count == 2, $"Two samples brought {bad.Count} scores.");
        Absent(bad[0], AbsenceReason.InvalidSample);
        Logits(bad[1], samples.Model.Labels.Count);
        Logits(responses[n].Scores.Single(), samples.Model.Labels.Count);
    }

    private async Task NotFoundAsync(CancellationToken cancellationToken)
    {
        var score = (await RunAsync([new Request { Samples = { SampleMaker.Empty(1, 1) } }], cancellationToken))[0].Scores.Single();
        Absent(score, AbsenceReason.NotFound);
    }

    private async Task TwiceAsync(CancellationToken cancellationToken)
    {
        var scores = (await RunAsync([new Request { Samples = { samples.Make(1, 1, 1), samples.Make(1, 1, 2) } }], cancellationToken))[0].Scores;
        Expect.That(scores.Count == 2, $"Two samples brought {scores.Count} scores.");
        Absent(scores[1], AbsenceReason.InvalidSample);
    }

    private async Task UnscoredAsync(CancellationToken cancellationToken)
    {
        var n = samples.ClipLength + 2;
        var all = Stream(track: 1, n, look: 7);
        var late = new Request { Samples = { all[^1].Samples } };
        late.Unscored.AddRange(all.SkipLast(1).SelectMany(r => r.Samples));
        var expected = samples.Model.Sample?.Deferred == true ? all : [new Request { Samples = { all[^1].Samples } }];
        SameScores((await RunAsync(expected, cancellationToken))[^1], (await RunAsync([late], cancellationToken))[0], $"The score after {n - 1} unscored samples");
    }

    private async Task SeparateAsync(CancellationToken cancellationToken)
    {
        var n = samples.ClipLength + 2;
        var alone = await RunAsync(Stream(track: 1, n, look: 6), cancellationToken);
        using var session = client.Open(cancellationToken);
        using var other = client.Open(cancellationToken);
        var requests = Stream(track: 1, n, look: 6);
        var foreign = Stream(track: 1, n, look: 60);
        for (var i = 0; i < n; i++)
        {
            await other.AskAsync(foreign[i], cancellationToken);
            SameScores(alone[i], await session.AskAsync(requests[i], cancellationToken), $"Answer {i} beside a session that sees another person as track 1");
        }
    }

    private async Task EndedAsync(CancellationToken cancellationToken)
    {
        var n = samples.ClipLength;
        var fresh = await RunAsync(Stream(track: 1, n, look: 8), cancellationToken);
        var first = Stream(track: 1, n, look: 9);
        first[^1].EndedTrackIds.Add(1);
        var responses = await RunAsync([.. first, .. Stream(track: 1, n, look: 8)], cancellationToken);
        for (var i = 0; i < n; i++)
            SameScores(fresh[i], responses[n + i], $"Answer {i} of a track whose number was ended before");
    }

    private async Task TooManyAsync(CancellationToken cancellationToken)
    {
        var request = new Request { Samples = { Enumerable.Range(1, 257).Select(i => SampleMaker.Empty((uint)i, 1)) } };
        try
        {
            var scores = (await RunAsync([request], cancellationToken))[0].Scores;
            Expect.That(scores.Count == request.Samples.Count, $"{request.Samples.Count} samples brought {scores.Count} scores.");
        }
        catch (RpcException e)
        {
            Expect.That(e.StatusCode == StatusCode.ResourceExhausted, $"It ended with {Expect.Name(e.StatusCode)}: {e.Status.Detail}");
        }
    }

    private async Task CancelledAsync(CancellationToken cancellationToken)
    {
        using (var session = client.Open(cancellationToken))
        {
            foreach (var request in Stream(1, Requests, look: 1))
                await session.SendAsync(request);
        }

        await OrderAsync(cancellationToken);
    }

    private async Task FloodAsync(CancellationToken cancellationToken)
    {
        // One sample for a score now and then, empty ones between: it is the answers that pile up.
        var requests = Enumerable.Range(1, Flood).Select(i => new Request { Samples = { i % 50 == 1 ? samples.Make(1, i, look: 1) : SampleMaker.Empty(1, i) } }).ToList();
        using var session = client.Open(cancellationToken);
        var sent = 0;
        var sending = Task.Run(
            async () =>
            {
                foreach (var request in requests)
                {
                    await session.SendAsync(request);
                    Interlocked.Increment(ref sent);
                }

                await session.CompleteAsync();
            },
            cancellationToken);
        // Nobody reads until the sender has come to a halt, or to its end.
        for (var before = -1; !sending.IsCompleted && before != Volatile.Read(ref sent);)
        {
            before = Volatile.Read(ref sent);
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }

        var responses = new List<Response>();
        while (await session.ReadAsync(cancellationToken) is { } response)
            responses.Add(response);
        await sending;
        Expect.That(responses.Count == Flood, $"{Flood} requests brought {responses.Count} responses.");
        InOrder(requests, responses);
    }

    private async Task ParallelAsync(CancellationToken cancellationToken)
    {
        var n = samples.ClipLength + 1;
        var looks = Enumerable.Range(1, Sessions).Select(i => 11 * i).ToList();
        var together = await Task.WhenAll(looks.Select(look => RunAsync(Stream(1, n, look), cancellationToken)));
        for (var s = 0; s < Sessions; s++)
        {
            var alone = await RunAsync(Stream(1, n, looks[s]), cancellationToken);
            for (var i = 0; i < n; i++)
                SameScores(alone[i], together[s][i], $"Answer {i} of session {s} beside the same session alone");
        }
    }

    /// <summary>One track, a sample a request.</summary>
    private List<Request> Stream(uint track, int count, int look) =>
        [.. Enumerable.Range(1, count).Select(i => new Request { Samples = { samples.Make(track, i, look) } })];

    private async Task<IReadOnlyList<Response>> RunAsync(IReadOnlyList<Request> requests, CancellationToken cancellationToken)
    {
        using var session = client.Open(cancellationToken);
        return await session.RunAsync(requests, cancellationToken);
    }

    private static void InOrder(List<Request> requests, IReadOnlyList<Response> responses)
    {
        for (var i = 0; i < requests.Count; i++)
        {
            Expect.That(responses[i].Scores.Count == requests[i].Samples.Count, $"Request {i} of {requests[i].Samples.Count} samples was answered by {responses[i].Scores.Count} scores.");
            Expect.That(responses[i].Scores[0].Sequence == requests[i].Samples[0].Sequence, $"Response {i} is of sequence {responses[i].Scores[0].Sequence}; request {i} was of {requests[i].Samples[0].Sequence}.");
        }
    }

    private void SameScores(Response expected, Response actual, string what)
    {
        var (one, two) = (expected.Scores.Single(), actual.Scores.Single());
        Expect.That(one.OutcomeCase == two.OutcomeCase, $"{what} is {two.OutcomeCase}, not {one.OutcomeCase}.");
        if (one.Logits is not null)
            Expect.Same(Logits(one, samples.Model.Labels.Count), Logits(two, samples.Model.Labels.Count), what);
        else
            Expect.That(one.Absence?.Reason == two.Absence?.Reason, $"{what} is absent for {two.Absence?.Reason}, not {one.Absence?.Reason}.");
    }

    private static void Absent(Score score, AbsenceReason reason)
    {
        Expect.That(score.Absence?.Reason == reason, $"An absence of {reason} was expected; {(score.Absence is { } absence ? $"one of {absence.Reason}" : score.OutcomeCase.ToString())} came.");
        Expect.That(score.Absence!.Detail.Length > 0, $"The absence has no sentence.");
    }
}
