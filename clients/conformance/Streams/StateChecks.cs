using EmotionGrpc.Conformance.Checks;
using EmotionGrpc.V1;
using Google.Protobuf;
using Request = EmotionGrpc.V1.FaceStreamServiceStreamScoreRequest;

namespace EmotionGrpc.Conformance.Streams;

/// <summary>Checks of the state that one session hands to another.</summary>
internal sealed class StateChecks(StreamClient client, SampleMaker samples)
{
    /// <summary>The checks.</summary>
    public IReadOnlyList<Check> All =>
    [
        new("state-goes-on", "StreamScoreRequest.state: tracks go on as in a session that was never broken (scores within 1e-3); a service that gives no state begins anew.", GoesOnAsync),
        new("state-unknown", "StreamScoreRequest.state: one that is not understood is as good as none.", UnknownAsync),
        new("state-first-only", "StreamScoreRequest.state: read from the first request only.", FirstOnlyAsync),
        new("state-not-wanted", "StreamScoreResponse.state: when asked for.", NotWantedAsync),
    ];

    private async Task GoesOnAsync(CancellationToken cancellationToken)
    {
        var n = samples.ClipLength;
        using var whole = client.Open(cancellationToken);
        using var first = client.Open(cancellationToken);
        var state = ByteString.Empty;
        for (var i = 1; i <= n; i++)
        {
            await whole.AskAsync(Ask(i), cancellationToken);
            var request = Ask(i);
            request.StateWanted = i == n;
            state = (await first.AskAsync(request, cancellationToken)).State;
        }

        using var second = client.Open(cancellationToken);
        using var fresh = client.Open(cancellationToken);
        for (var i = n + 1; i <= n + 3; i++)
        {
            var request = Ask(i);
            if (i == n + 1)
                request.State = state;
            var expected = await (state.IsEmpty ? fresh : whole).AskAsync(Ask(i), cancellationToken);
            Same(expected, await second.AskAsync(request, cancellationToken), $"Answer {i - n} after the state");
        }
    }

    private async Task UnknownAsync(CancellationToken cancellationToken)
    {
        using var fresh = client.Open(cancellationToken);
        using var second = client.Open(cancellationToken);
        for (var i = 1; i <= samples.ClipLength; i++)
        {
            var request = Ask(i);
            if (i == 1)
                request.State = ByteString.CopyFromUtf8("\u0001no service wrote this");
            Same(await fresh.AskAsync(Ask(i), cancellationToken), await second.AskAsync(request, cancellationToken), $"Answer {i} after a state of nobody");
        }
    }

    private async Task FirstOnlyAsync(CancellationToken cancellationToken)
    {
        using var fresh = client.Open(cancellationToken);
        using var second = client.Open(cancellationToken);
        var state = ByteString.Empty;
        for (var i = 1; i <= samples.ClipLength; i++)
        {
            var request = Ask(i);
            request.State = i == 1 ? ByteString.Empty : state;
            request.StateWanted = true;
            var answer = await second.AskAsync(request, cancellationToken);
            if (i == 1)
                state = answer.State;
            Same(await fresh.AskAsync(Ask(i), cancellationToken), answer, $"Answer {i} of a session that sends an old state later");
        }
    }

    private async Task NotWantedAsync(CancellationToken cancellationToken)
    {
        using var session = client.Open(cancellationToken);
        var state = (await session.AskAsync(Ask(1), cancellationToken)).State;
        Expect.That(state.IsEmpty, $"A state of {state.Length} bytes came that nobody asked for.");
    }

    private Request Ask(int i) => new() { Samples = { samples.Make(1, i, look: 12) } };

    private void Same(FaceStreamServiceStreamScoreResponse expected, FaceStreamServiceStreamScoreResponse actual, string what)
    {
        var (one, two) = (expected.Scores.Single(), actual.Scores.Single());
        Expect.That(one.OutcomeCase == two.OutcomeCase, $"{what} is {two.OutcomeCase}, not {one.OutcomeCase}.");
        if (one.Logits is not null)
            Expect.Same(SessionChecks.Logits(one, samples.Model.Labels.Count), SessionChecks.Logits(two, samples.Model.Labels.Count), what);
    }
}
