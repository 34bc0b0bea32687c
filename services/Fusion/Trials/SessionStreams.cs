using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>Chooses the services that a live session uses: those in use, or a canary in place of one, and beside one its shadow.</summary>
internal sealed class SessionStreams(UpstreamSet upstreams, ShadowComparisons comparisons, IOptions<FusionServiceOptions> options, ILogger<SessionStreams> logger)
{
    /// <summary>The services that answer a session that opens, in the order of the streams. A canary that is not there now is passed over, for the rest of the session's life.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="left">The canaries that it has left.</param>
    public IReadOnlyList<StreamUpstream> Of(string sessionId, LeftCanaries left)
    {
        var services = new List<StreamUpstream>();
        foreach (var main in upstreams.Streams)
        {
            var canary = Canary(main.Stream, sessionId, left);
            if (canary is { State.Model: null })
            {
                left.Add(main.Stream);
                canary = null;
            }

            services.Add(canary ?? main);
        }

        return services;
    }

    /// <summary>Opens a session's streams; comes after <see cref="Of"/>.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="left">The canaries that it has left.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="use">Makes a session's use of one service.</param>
    public IReadOnlyList<IStreamSession> Open(string sessionId, LeftCanaries left, LabelSet labels, Func<StreamUpstream, IStreamSession> use) =>
        [.. upstreams.Streams.Select(main => Open(main, sessionId, left, labels, use))];

    private IStreamSession Open(StreamUpstream main, string sessionId, LeftCanaries left, LabelSet labels, Func<StreamUpstream, IStreamSession> use)
    {
        if (Canary(main.Stream, sessionId, left) is { } canary)
        {
            TrialMetrics.CanaryBegan(main.Stream);
            return new CanarySession(use(canary), use(main), left, sessionId, logger);
        }

        if (upstreams.Shadows.FirstOrDefault(s => s.Stream == main.Stream) is { } shadow)
        {
            // What is slower than a stream may be is as good as no answer.
            var timeout = TimeSpan.FromMilliseconds(options.Value.StreamTimeoutMilliseconds);
            return new ShadowSession(use(main), shadow, comparisons.Of(main.Stream), labels, timeout);
        }

        return use(main);
    }

    /// <summary>The canary, when the session is one of its share and has not left it.</summary>
    private StreamUpstream? Canary(StreamKind stream, string sessionId, LeftCanaries left) =>
        SessionShare.Holds(sessionId, options.Value.Canary.Percent) && !left.Holds(stream) ? upstreams.Canaries.FirstOrDefault(c => c.Stream == stream) : null;
}
