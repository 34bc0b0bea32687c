using System.Diagnostics.CodeAnalysis;

namespace EmotionGrpc.Fusion.Sessions.Admission;

/// <summary>
/// The order in which those who wait take turns. A frame that has aged before its turn stays that much older to the end, so the freshest goes first, and who was served long ago has
/// that counted for it: of each second since then <see cref="ShareOfWait"/>, as if its frame had arrived so much later (an index of both, as where many sources
/// share one link for the least age of information, Kadota et al. 2018). One whose frame no newer can replace goes when as many have gone as waited before it: who was served often would have the
/// fresher ones, and be served more often still.
/// </summary>
/// <param name="arrived">When the frame arrived that one would take now; the later the larger. Null: no newer one can take its place.</param>
/// <param name="served">When one had its last turn, by the same clock.</param>
internal sealed class TurnOrder<T>(Func<T, long?> arrived, Func<T, long> served)
{
    /// <summary>The less, the younger the frames and the less even the turns.</summary>
    private const double ShareOfWait = 0.3;

    /// <summary>Nobody waits for more than so many times its even share of turns: a frame that nothing replaces, such as the last of a stream, never becomes the freshest.</summary>
    private const int MostShares = 2;

    // Longest waiting first.
    private readonly List<Place> _places = [];
    private long _taken;

    /// <summary>How many wait.</summary>
    public int Count => _places.Count;

    /// <summary>Begins to wait, behind all others.</summary>
    public void Add(T who) => _places.Add(new Place(who, _taken + (arrived(who) is null ? _places.Count : MostShares * (_places.Count + 1))));

    /// <summary>Those who match wait no longer.</summary>
    public void RemoveAll(Predicate<T> match)
    {
        for (var i = _places.Count - 1; i >= 0; i--)
        {
            if (match(_places[i].Who))
                _places.RemoveAt(i);
        }
    }

    /// <summary>Takes out the one that is next.</summary>
    /// <param name="mayGo">Whether there is room for it; where there is none nobody goes in its place.</param>
    /// <param name="next">The one.</param>
    /// <returns>False when nobody waits or there is no room.</returns>
    public bool TryTake(Predicate<T> mayGo, [MaybeNullWhen(false)] out T next)
    {
        next = default;
        if (_places.Count == 0)
            return false;
        var at = Next();
        if (!mayGo(_places[at].Who))
            return false;
        next = _places[at].Who;
        _places.RemoveAt(at);
        _taken++;
        return true;
    }

    private int Next()
    {
        var (next, best) = (0, double.NegativeInfinity);
        for (var i = 0; i < _places.Count; i++)
        {
            var (who, due) = _places[i];
            if (due <= _taken)
                return i;
            if (arrived(who) is { } frame && frame - (ShareOfWait * served(who)) is var index && index > best)
                (next, best) = (i, index);
        }

        return next;
    }

    /// <param name="Who">Who waits.</param>
    /// <param name="Due">The number of the turn that is its at the latest.</param>
    private readonly record struct Place(T Who, long Due);
}
