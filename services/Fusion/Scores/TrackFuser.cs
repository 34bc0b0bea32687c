using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Scores;

/// <summary>Keeps the segments of every track of a session and fuses them.</summary>
internal sealed class TrackFuser(EmotionFuser fuser, int segments, TimeSpan window)
{
    private readonly Dictionary<uint, Dictionary<StreamKind, StreamMemory>> _tracks = [];

    /// <summary>Tracks in memory.</summary>
    public int Tracks => _tracks.Count;

    /// <summary>Takes what the streams say of a person now and gives the person's emotion.</summary>
    /// <param name="reading">What the streams say.</param>
    /// <param name="time">Capture time of the frame.</param>
    /// <param name="segment">Whether the frame opens a segment: then the readings enter the windows; else they only tell who is absent.</param>
    public Emotion Update(PersonReading reading, DateTime time, bool segment)
    {
        var streams = new List<(StreamReading, int)>(reading.Streams.Count);
        for (var i = 0; i < reading.Streams.Count; i++)
            streams.Add(Memory(reading.TrackId, reading.Streams[i].Stream).Update(reading.Streams[i], time, segment));
        return fuser.Fuse(reading.TrackId, streams, reading.Visibility);
    }

    /// <summary>Forgets tracks.</summary>
    public void End(IReadOnlyList<uint> trackIds)
    {
        for (var i = 0; i < trackIds.Count; i++)
            _tracks.Remove(trackIds[i]);
    }

    /// <summary>Writes down the scores of every track.</summary>
    public void Save(SavedSession saved) =>
        saved.Scores.Add(_tracks.SelectMany(t => t.Value.Select(m => m.Value.Save(t.Key, m.Key))));

    /// <summary>Goes on from scores that were written down; comes before the first reading.</summary>
    public void Load(SavedSession saved)
    {
        foreach (var scores in saved.Scores)
            Memory(scores.TrackId, scores.Stream).Load(scores);
    }

    private StreamMemory Memory(uint trackId, StreamKind stream)
    {
        if (!_tracks.TryGetValue(trackId, out var memories))
            _tracks.Add(trackId, memories = []);
        if (!memories.TryGetValue(stream, out var memory))
            memories.Add(stream, memory = new StreamMemory(segments, window));
        return memory;
    }
}
