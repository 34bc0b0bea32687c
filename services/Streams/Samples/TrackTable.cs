using System.Diagnostics.CodeAnalysis;

namespace EmotionGrpc.Streams.Samples;

/// <summary>Something for each track of a session; of too many tracks the one that was silent for longest is forgotten.</summary>
/// <param name="maximumTracks">Tracks at most.</param>
public sealed class TrackTable<T>(int maximumTracks)
    where T : class
{
    private readonly Dictionary<uint, LinkedListNode<(uint Track, T Value)>> _tracks = [];

    // Longest silent first.
    private readonly LinkedList<(uint Track, T Value)> _recent = new();

    /// <summary>All that is kept, longest silent first.</summary>
    public IEnumerable<(uint Track, T Value)> All => _recent;

    /// <summary>What is kept for a track.</summary>
    public bool TryFind(uint trackId, [NotNullWhen(true)] out T? value)
    {
        value = _tracks.GetValueOrDefault(trackId)?.Value.Value;
        return value != null;
    }

    /// <summary>Keeps something for a track, which was heard of just now.</summary>
    public void Keep(uint trackId, T value)
    {
        if (_tracks.TryGetValue(trackId, out var known))
        {
            known.Value = (trackId, value);
            _recent.Remove(known);
            _recent.AddLast(known);
            return;
        }

        if (_tracks.Count == maximumTracks)
            Forget(_recent.First!.Value.Track);
        _tracks[trackId] = _recent.AddLast((trackId, value));
    }

    /// <summary>Forgets a track; one that is not known is no error.</summary>
    public void Forget(uint trackId)
    {
        if (_tracks.Remove(trackId, out var node))
            _recent.Remove(node);
    }
}
