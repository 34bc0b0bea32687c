using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>
/// Mask states that the face stream told, for faces of which detection does not know. The stream sees a face once a segment; in between, its last word
/// holds as long as its scores do.
/// </summary>
/// <param name="span">How long that is.</param>
internal sealed class MaskMemory(TimeSpan span)
{
    private readonly Dictionary<uint, (DateTime Time, Mask Mask)> _told = [];

    /// <summary>Completes what detection found; frames come in order.</summary>
    /// <param name="person">The person; a mask state that is not known is filled in.</param>
    /// <param name="face">What the face stream says at this frame; null when there is no such stream.</param>
    /// <param name="time">Capture time of the frame.</param>
    public void Complete(Person person, StreamReading? face, DateTime time)
    {
        if (face?.Mask is { } told)
            _told[person.TrackId] = (time, told);
        if (person.Face is null or { Mask.State: MaskState.With or MaskState.Without })
            return;
        if (_told.TryGetValue(person.TrackId, out var last) && time - last.Time <= span)
            person.Face.Mask = last.Mask.Clone();
    }

    /// <summary>Forgets tracks.</summary>
    public void End(IReadOnlyList<uint> trackIds)
    {
        for (var i = 0; i < trackIds.Count; i++)
            _told.Remove(trackIds[i]);
    }

    /// <summary>Writes down what was told.</summary>
    public void Save(SavedSession saved) =>
        saved.Masks.Add(_told.Select(t => new SavedMask { TrackId = t.Key, Time = t.Value.Time.Ticks, Mask = t.Value.Mask }));

    /// <summary>Goes on from what was written down.</summary>
    public void Load(SavedSession saved)
    {
        foreach (var mask in saved.Masks)
            _told[mask.TrackId] = (new DateTime(mask.Time, DateTimeKind.Utc), mask.Mask);
    }
}
