using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>Chooses the services that a live session uses: those in use, or a canary in place of one, and beside one its shadow.</summary>
internal sealed class SessionStreams(UpstreamSet upstreams, ShadowComparisons comparisons, IOptions<FusionServiceOptions> options, ILogger<SessionStreams> logger)
{
    /// <summary>The services that answer a session, in the order of the streams.</summary>
    public IEnumerable<StreamUpstream> Of(string sessionId) => upstreams.Streams.Select(main => Canary(main.Stream, sessionId) ?? main);

    /// <summary>Opens a session's streams.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="use">Makes a session's use of one service.</param>
    public IReadOnlyList<IStreamSession> Open(string sessionId, LabelSet labels, Func<StreamUpstream, IStreamSession> use) =>
        [.. upstreams.Streams.Select(main => Open(main, sessionId, labels, use))];

    private IStreamSession Open(StreamUpstream main, string sessionId, LabelSet labels, Func<StreamUpstream, IStreamSession> use)
    {
        if (Canary(main.Stream, sessionId) is { } canary)
        {
            TrialMetrics.CanaryBegan(main.Stream);
            return new CanarySession(use(canary), use(main), sessionId, logger);
        }

        if (upstreams.Shadows.FirstOrDefault(s => s.Stream == main.Stream) is { } shadow)
        {
            // What is slower than a stream may be is as good as no answer.
            var timeout = TimeSpan.FromMilliseconds(options.Value.StreamTimeoutMilliseconds);
            return new ShadowSession(use(main), shadow, comparisons.Of(main.Stream), labels, timeout);
        }

        return use(main);
    }

    /// <summary>The canary, when the session is one of its share and it is there.</summary>
    private StreamUpstream? Canary(StreamKind stream, string sessionId) => SessionShare.Holds(sessionId, options.Value.Canary.Percent)
        ? upstreams.Canaries.FirstOrDefault(c => c.Stream == stream && c.State.Model != null)
        : null;
}
