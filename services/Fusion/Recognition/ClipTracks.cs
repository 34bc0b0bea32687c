using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Recognition;

/// <summary>The persons of a clip, and their emotion over the whole of it.</summary>
internal sealed class ClipTracks(EmotionFuser fuser, int segments)
{
    private readonly Dictionary<uint, Track> _tracks = [];

    public void Add(FrameObservation observation)
    {
        foreach (var reading in observation.Readings)
        {
            if (!_tracks.TryGetValue(reading.TrackId, out var track))
                _tracks.Add(reading.TrackId, track = new Track(reading.Streams.Count));
            track.Add(new Moment(observation.Pending.Frame.Sequence, observation.Pending.CaptureTime, reading));
        }
    }

    /// <summary>Longest seen first.</summary>
    public IEnumerable<ClipPerson> Persons() => _tracks.OrderByDescending(t => t.Value.Moments.Count).Select(t => Person(t.Key, t.Value));

    private ClipPerson Person(uint trackId, Track track) => new()
    {
        TrackId = trackId,
        FirstSequence = track.Moments[0].Sequence,
        LastSequence = track.Moments[^1].Sequence,
        Frames = (uint)track.Moments.Count,
        Emotion = fuser.Fuse(trackId, [.. track.Evidence.Select((evidence, i) => Consensus(track.Moments, i, evidence))], MeanVisibility(track.Moments)),
    };

    /// <summary>Segmental consensus: equal segments in time, in each the scored moment nearest to its centre (arXiv 1608.00859).</summary>
    private (StreamReading, int) Consensus(List<Moment> moments, int stream, StreamEvidence? evidence)
    {
        var scored = moments.Where(m => m.Reading.Streams[stream].Logits != null).ToArray();
        if (scored.Length == 0)
            return (moments[^1].Reading.Streams[stream], 0);
        var start = moments[0].Time;
        var length = (moments[^1].Time - start) / segments;
        var chosen = Enumerable.Range(0, segments)
            .Select(i => (From: start + (length * i), To: start + (length * (i + 1))))
            .Select(s => scored.Where(m => m.Time >= s.From && m.Time <= s.To).MinBy(m => (m.Time - (s.From + ((s.To - s.From) / 2))).Duration()))
            .OfType<Moment>()
            .Distinct()
            .ToArray();
        var mean = new float[scored[0].Reading.Streams[stream].Logits!.Length];
        foreach (var moment in chosen)
        {
            var logits = moment.Reading.Streams[stream].Logits!;
            for (var i = 0; i < mean.Length; i++)
                mean[i] += logits[i] / chosen.Length;
        }

        return (scored[^1].Reading.Streams[stream] with { Logits = mean, Absence = null, Evidence = evidence }, chosen.Length);
    }

    private static Visibility MeanVisibility(List<Moment> moments)
    {
        var all = moments.Select(m => m.Reading.Visibility).ToArray();
        var faces = all.Where(v => v.FaceSize > 0).ToArray();
        var masks = all.Select(v => v.Mask).OfType<Mask>().ToArray();
        return new Visibility
        {
            FaceSize = faces.Length == 0 ? 0 : faces.Average(v => v.FaceSize),
            FaceScore = faces.Length == 0 ? 0 : faces.Average(v => v.FaceScore),
            KeypointVisibility = all.Average(v => v.KeypointVisibility),
            Mask = masks.Length == 0 ? null : new Mask { Probability = masks.Average(m => m.Probability) },
        };
    }

    /// <summary>One person's moments, and of each stream the evidence at the newest frame that it scored: that of all frames would fill the memory over a long clip.</summary>
    private sealed class Track(int streams)
    {
        public List<Moment> Moments { get; } = [];

        public StreamEvidence?[] Evidence { get; } = new StreamEvidence?[streams];

        public void Add(Moment moment)
        {
            for (var i = 0; i < Evidence.Length; i++)
            {
                if (moment.Reading.Streams[i].Logits != null)
                    Evidence[i] = moment.Reading.Streams[i].Evidence;
            }

            Moments.Add(moment with { Reading = moment.Reading with { Streams = [.. moment.Reading.Streams.Select(s => s.Evidence is null ? s : s with { Evidence = null })] } });
        }
    }

    private sealed record Moment(ulong Sequence, DateTime Time, PersonReading Reading);
}
