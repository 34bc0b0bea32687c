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
        if (!_tracks.TryGetValue(reading.TrackId, out var memories))
            _tracks.Add(reading.TrackId, memories = []);
        var streams = new List<(StreamReading, int)>(reading.Streams.Count);
        foreach (var stream in reading.Streams)
        {
            if (!memories.TryGetValue(stream.Stream, out var memory))
                memories.Add(stream.Stream, memory = new StreamMemory(segments, window));
            streams.Add(memory.Update(stream, time, segment));
        }

        return fuser.Fuse(reading.TrackId, streams, reading.Visibility);
    }

    /// <summary>Forgets tracks.</summary>
    public void End(IEnumerable<uint> trackIds)
    {
        foreach (var id in trackIds)
            _tracks.Remove(id);
    }
}
