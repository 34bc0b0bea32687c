using EmotionGrpc.Conformance.Checks;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EmotionGrpc.Conformance.Fusion;

/// <summary>Checks of StreamFuse: consensus over the last segments of each track.</summary>
internal sealed class FuseSessionChecks(FusionService.FusionServiceClient client)
{
    private const int Requests = 50;
    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The checks.</summary>
    public IReadOnlyList<Check> All =>
    [
        new("session-order", "StreamFuse: exactly one response for each request, in order.", OrderAsync),
        new("session-consensus", "StreamFuse keeps the last segments of every track: with equal scores the consensus is that score; with others it lies between them.", ConsensusAsync),
        new("session-ended-track", "StreamFuseRequest.ended_track_ids: the memory of the track goes.", EndedAsync),
        new("session-separate", "Tracks of other sessions, and other tracks of the session, change nothing.", SeparateAsync),
        new("session-time", "StreamFuseRequest.capture_time: must not go back; INVALID_ARGUMENT ends the session.", TimeAsync),
        new("session-unknown-policy", "StreamFuse: errors as in Fuse end the session.", PolicyAsync),
    ];

    private static StreamFuseRequest Ask(int frame, float logit, uint track = 1) => new()
    {
        Options = new FusionOptions { Policy = FusionPolicy.Average, Segments = 3, Window = Duration.FromTimeSpan(TimeSpan.FromSeconds(3)) },
        Sequence = (ulong)frame,
        CaptureTime = Timestamp.FromDateTime(s_start.AddSeconds(frame)),
        Persons = { ScoreMaker.Person(track, ScoreMaker.Stream(StreamKind.Face, ("neutral", logit), ("happiness", -logit))) },
    };

    private Duplex<StreamFuseRequest, StreamFuseResponse> Open(CancellationToken cancellationToken) => new(client.StreamFuse(cancellationToken: cancellationToken));

    private static float Neutral(StreamFuseResponse response)
    {
        Expect.That(response.Emotions.Count == 1, $"One person brought {response.Emotions.Count} emotions.");
        return response.Emotions[0].Scores.FirstOrDefault(s => s.Label == "neutral")?.Logit ?? throw new ViolationException("There is no score of \"neutral\".");
    }

    private async Task OrderAsync(CancellationToken cancellationToken)
    {
        using var session = Open(cancellationToken);
        var responses = await session.RunAsync([.. Enumerable.Range(1, Requests).Select(i => Ask(i, 1))], cancellationToken);
        Expect.That(responses.Select(r => (int)r.Sequence).SequenceEqual(Enumerable.Range(1, Requests)), $"The requests 1 to {Requests} were answered as {string.Join(", ", responses.Select(r => r.Sequence))}.");
    }

    private async Task ConsensusAsync(CancellationToken cancellationToken)
    {
        using var session = Open(cancellationToken);
        for (var i = 1; i <= 4; i++)
            Expect.Near(2, Neutral(await session.AskAsync(Ask(i, 2), cancellationToken)), $"The consensus of {i} scores of 2");
        var mixed = await session.AskAsync(Ask(5, -4), cancellationToken);
        Expect.That(Neutral(mixed) is >= -4 and < 2, $"The consensus of scores of 2 and one of -4 is {Neutral(mixed)}.");
        Expect.That(mixed.Emotions[0].Streams.All(s => s.Segments <= 3), $"3 segments were asked for; the consensus is of {string.Join(", ", mixed.Emotions[0].Streams.Select(s => s.Segments))}.");
    }

    private async Task EndedAsync(CancellationToken cancellationToken)
    {
        using var session = Open(cancellationToken);
        await session.AskAsync(Ask(1, 5), cancellationToken);
        var last = Ask(2, 5);
        last.EndedTrackIds.Add(1);
        await session.AskAsync(last, cancellationToken);
        Expect.Near(-1, Neutral(await session.AskAsync(Ask(3, -1), cancellationToken)), "The first score of a track whose number was ended before");
    }

    private async Task SeparateAsync(CancellationToken cancellationToken)
    {
        using var session = Open(cancellationToken);
        using var other = Open(cancellationToken);
        for (var i = 1; i <= 3; i++)
        {
            await other.AskAsync(Ask(i, -7), cancellationToken);
            Expect.Near(2, Neutral(await session.AskAsync(Ask((2 * i) - 1, 2), cancellationToken)), "The consensus beside a session with other scores of that track");
            Expect.Near(-3, Neutral(await session.AskAsync(Ask(2 * i, -3, track: 2), cancellationToken)), "The consensus beside another track with other scores");
        }
    }

    private Task TimeAsync(CancellationToken cancellationToken) => Expect.RefusedAsync(StatusCode.InvalidArgument, async () =>
    {
        using var session = Open(cancellationToken);
        await session.AskAsync(Ask(5, 1), cancellationToken);
        await session.AskAsync(Ask(2, 1), cancellationToken);
    });

    private Task PolicyAsync(CancellationToken cancellationToken) => Expect.RefusedAsync(StatusCode.InvalidArgument, async () =>
    {
        using var session = Open(cancellationToken);
        var request = Ask(1, 1);
        request.Options.Policy = (FusionPolicy)99;
        await session.AskAsync(request, cancellationToken);
    });
}
