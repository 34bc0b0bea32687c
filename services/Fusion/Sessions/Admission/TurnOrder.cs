using System.Diagnostics.CodeAnalysis;

namespace EmotionGrpc.Fusion.Sessions.Admission;

/// <summary>
/// The order in which those who wait take turns: of the half that waits longest, the one whose frame is freshest is next, for a frame that has aged before its turn stays that much older to the end.
/// Those whose frames cannot be replaced by newer ones go one after the other: who was served often would have the fresher ones, and be served more often still.
/// </summary>
/// <param name="arrived">When the frame arrived that one would take now; the later the larger. Null: no newer one can take its place.</param>
internal sealed class TurnOrder<T>(Func<T, long?> arrived)
{
    /// <summary>How often one may be passed over by fresher ones.</summary>
    private const int MostPassedOver = 2;

    // Longest waiting first.
    private readonly List<Place> _places = [];

    /// <summary>How many wait.</summary>
    public int Count => _places.Count;

    /// <summary>Begins to wait, behind all others.</summary>
    public void Add(T who) => _places.Add(new Place(who));

    /// <summary>Those who match wait no longer.</summary>
    public void RemoveAll(Predicate<T> match) => _places.RemoveAll(p => match(p.Who));

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
        for (var i = 0; i < at; i++)
            _places[i].PassedOver++;
        _places.RemoveAt(at);
        return true;
    }

    private int Next()
    {
        var next = 0;
        if (_places[0].PassedOver >= MostPassedOver || arrived(_places[0].Who) is null)
            return next;
        for (var i = 1; i < (_places.Count + 1) / 2; i++)
        {
            if (arrived(_places[i].Who) > arrived(_places[next].Who))
                next = i;
        }

        return next;
    }

    private sealed class Place(T who)
    {
        public T Who => who;

        public int PassedOver { get; set; }
    }
}
