using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>
/// Gives tracks ids that are unique in a recognition session, although a call to the detection service counts from 1 again unless it goes on from a handover.
/// </summary>
internal sealed class TrackIds
{
    private readonly Dictionary<uint, uint> _ids;
    private object? _call;
    private List<uint> _orphans = [];

    /// <param name="resumed">What the session goes on from; null: it is new.</param>
    public TrackIds(SavedSession? resumed = null)
    {
        _ids = resumed is null ? [] : new(resumed.TrackIds);
        Last = resumed?.LastTrackId ?? 0;
    }

    /// <summary>The last id that was given.</summary>
    public uint Last { get; private set; }

    /// <summary>A copy: from the detection service's ids to the session's.</summary>
    public IReadOnlyDictionary<uint, uint> Current => new Dictionary<uint, uint>(_ids);

    /// <summary>Replaces the ids of an answer; answers of one call at a time, in order.</summary>
    /// <param name="call">The call.</param>
    /// <param name="goesOn">Ids of the handover from which the call goes on; null: it counts anew.</param>
    /// <param name="detection">The answer; null: it has no persons.</param>
    public void Translate(object call, IReadOnlyDictionary<uint, uint>? goesOn, Detection? detection)
    {
        if (!ReferenceEquals(call, _call))
            Begin(call, goesOn);
        if (detection is null)
            return;
        for (var i = 0; i < detection.Persons.Count; i++)
            detection.Persons[i].TrackId = Of(detection.Persons[i].TrackId);
        for (var i = 0; i < detection.EndedTrackIds.Count; i++)
        {
            var own = detection.EndedTrackIds[i];
            detection.EndedTrackIds[i] = Of(own);
            _ids.Remove(own);
        }

        detection.EndedTrackIds.AddRange(_orphans);
        _orphans.Clear();
    }

    private void Begin(object call, IReadOnlyDictionary<uint, uint>? goesOn)
    {
        var before = _ids.Values.Concat(_orphans).ToList();
        _ids.Clear();
        foreach (var (theirs, own) in goesOn ?? new Dictionary<uint, uint>())
            _ids.Add(theirs, own);
        // The other tracks of the lost call will not come back.
        _orphans = [.. before.Except(_ids.Values)];
        _call = call;
    }

    private uint Of(uint id)
    {
        if (!_ids.TryGetValue(id, out var own))
            _ids.Add(id, own = ++Last);
        return own;
    }
}
