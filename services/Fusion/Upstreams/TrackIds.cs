using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>Gives tracks ids that are unique in a recognition session, although every call to the detection service counts from 1 again.</summary>
internal sealed class TrackIds
{
    private readonly Dictionary<uint, uint> _ids = [];
    private object? _call;
    private uint _last;
    private List<uint> _orphans = [];

    /// <summary>Replaces the ids of a detection; answers of one call at a time, in order.</summary>
    public void Translate(object call, Detection detection)
    {
        if (!ReferenceEquals(call, _call))
        {
            // The tracks of the lost call will not come back.
            _orphans = [.. _ids.Values];
            _ids.Clear();
            _call = call;
        }

        foreach (var person in detection.Persons)
            person.TrackId = Of(person.TrackId);
        for (var i = 0; i < detection.EndedTrackIds.Count; i++)
        {
            var own = detection.EndedTrackIds[i];
            detection.EndedTrackIds[i] = Of(own);
            _ids.Remove(own);
        }

        detection.EndedTrackIds.AddRange(_orphans);
        _orphans = [];
    }

    private uint Of(uint id)
    {
        if (!_ids.TryGetValue(id, out var own))
            _ids.Add(id, own = ++_last);
        return own;
    }
}
