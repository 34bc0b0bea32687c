using System.Collections.Concurrent;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>
/// The streams whose canary a session has left. Its tokens tell, so that it does not come back to what has harmed it, wherever it is resumed; all else its id decides, so
/// that a share that was made larger or smaller counts for sessions that go on too.
/// </summary>
internal sealed class LeftCanaries
{
    private readonly ConcurrentDictionary<StreamKind, bool> _streams;

    /// <param name="resumed">What the session goes on from; null: it is new.</param>
    public LeftCanaries(SavedSession? resumed) => _streams = new((resumed?.LeftCanaries ?? []).Distinct().Select(s => KeyValuePair.Create(s, true)));

    /// <summary>Whether the session has left a stream's canary.</summary>
    public bool Holds(StreamKind stream) => _streams.ContainsKey(stream);

    /// <summary>The session leaves a stream's canary.</summary>
    /// <returns>Whether it had not yet.</returns>
    public bool Add(StreamKind stream) => _streams.TryAdd(stream, true);

    /// <summary>Writes them down.</summary>
    public void Save(SavedSession saved) => saved.LeftCanaries.Add(_streams.Keys.Order());
}
