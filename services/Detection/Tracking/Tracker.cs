using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Saved;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tracking;

/// <summary>
/// Follows persons through a session, as ByteTrack does (arXiv 2110.06864): confident detections are associated first, doubtful ones then rescue the
/// tracks that are left, and only confident ones begin tracks. Similarity is box overlap and keypoint similarity; times are capture times.
/// </summary>
internal sealed class Tracker(DetectionOptions options)
{
    // Half a kilobyte each. Whoever was seen last is the likeliest to be seen again.
    private const int MaximumSaved = 64;

    private readonly List<Track> _tracks = [];
    private double _time;
    private uint _lastId;

    /// <summary>Tracks that are alive: seen in the last frame or lost a short while ago.</summary>
    public int Count => _tracks.Count;

    /// <summary>Takes a frame in.</summary>
    /// <param name="persons">All that was found, doubtful ones included.</param>
    /// <param name="time">Seconds; never less than before.</param>
    public TrackedFrame Update(IReadOnlyList<FoundPerson> persons, double time)
    {
        var ended = EndTracks(time);
        foreach (var track in _tracks)
            track.Predict(Math.Max(0, time - _time));
        var previous = _time;
        _time = time;

        var matches = new List<TrackMatch>(persons.Count);
        var (confident, doubtful) = (new List<FoundPerson>(persons.Count), new List<FoundPerson>());
        for (var i = 0; i < persons.Count; i++)
        {
            var person = persons[i];
            (IsConfident(person) ? confident : doubtful).Add(person);
        }

        var free = new List<Track>(_tracks);
        Associate(free, confident, (t, p) => t.SimilarityTo(p), options.MinimumSimilarity, matches);
        // A lost track is not rescued by a doubtful detection: it may have gone.
        if (free.Count > 0 && doubtful.Count > 0)
            Rescue(free, doubtful, previous, matches);
        if (free.Count > 0 && confident.Count > 0)
            Associate(free, confident, Nearness, float.Epsilon, matches);

        FaceDispute.Settle(matches);
        var reported = new List<(FoundPerson, uint)>(matches.Count + confident.Count);
        foreach (var (track, person) in matches)
        {
            track.Update(person, time);
            reported.Add((person, track.Id));
        }

        foreach (var person in confident)
        {
            var track = new Track(++_lastId, person, time);
            _tracks.Add(track);
            reported.Add((person, track.Id));
        }

        return new TrackedFrame(reported, ended ?? (IReadOnlyList<uint>)[]);
    }

    /// <summary>The tracks that can be followed in the frame of a time, and where each face should be; nothing changes.</summary>
    public (IReadOnlyList<Track> Tracks, IReadOnlyList<DetectedFace?> Faces) Expect(double time)
    {
        var tracks = _tracks.Where(t => t.LastSeen >= _time).ToArray();
        return (tracks, Array.ConvertAll(tracks, t => t.ExpectFace(Math.Max(0, time - _time))));
    }

    /// <summary>Takes in a frame in which persons were followed and not searched for.</summary>
    /// <param name="tracks">What <see cref="Expect"/> gave for this time.</param>
    /// <param name="faces">The face of each; null where none was expected.</param>
    /// <param name="time">Seconds; never less than before.</param>
    public TrackedFrame Follow(IReadOnlyList<Track> tracks, IReadOnlyList<DetectedFace?> faces, double time)
    {
        var ended = EndTracks(time);
        foreach (var track in _tracks)
            track.Predict(Math.Max(0, time - _time));
        _time = time;
        return new TrackedFrame([.. tracks.Select((t, i) => (t.Follow(faces[i], time), t.Id))], ended ?? (IReadOnlyList<uint>)[]);
    }

    /// <summary>Takes in how the persons of the current frame look, so that a later one can tell whether they move.</summary>
    public void Look(Mat frame)
    {
        foreach (var track in _tracks)
        {
            if (track.LastSeen >= _time)
                track.Look(frame);
        }
    }

    /// <summary>Writes down what later frames depend on.</summary>
    public void Save(SavedSession saved)
    {
        saved.TrackerTime = _time;
        saved.LastTrackId = _lastId;
        var kept = _tracks.OrderByDescending(t => t.LastSeen).Take(MaximumSaved).ToHashSet();
        saved.Tracks.Add(_tracks.Where(kept.Contains).Select(t => t.Save()));
    }

    /// <summary>Goes on from what another tracker wrote down.</summary>
    public void Load(SavedSession saved)
    {
        _time = saved.TrackerTime;
        _lastId = saved.LastTrackId;
        _tracks.AddRange(saved.Tracks.Select(Track.Load));
    }

    private bool IsConfident(FoundPerson person) => person.Pose is null || person.Score >= options.PersonScore;

    private void Rescue(List<Track> free, List<FoundPerson> doubtful, double previous, List<TrackMatch> matches)
    {
        Associate([.. free.Where(t => t.LastSeen >= previous)], doubtful, (t, p) => t.SimilarityTo(p), options.RescueSimilarity, matches);
        free.RemoveAll(t => matches.Exists(m => m.Track == t));
    }

    private List<uint>? EndTracks(double time)
    {
        List<uint>? ended = null;
        for (var i = 0; i < _tracks.Count; i++)
        {
            if (time - _tracks[i].LastSeen <= Lifetime(_tracks[i]))
                continue;
            (ended ??= []).Add(_tracks[i].Id);
            _tracks.RemoveAt(i--);
        }

        return ended;
    }

    // A track of one or two frames that was then missed is more often a false detection than a person about to come back. At a low frame rate
    // the time alone says nothing: what the last frame showed lives on.
    private double Lifetime(Track track) =>
        track.Hits >= options.ConfirmHits || track.LastSeen >= _time ? options.TrackLifetimeSeconds : options.TrackLifetimeSeconds / 4;

    /// <summary>For tracks that overlap with nothing any more: how near a person of about the same size is, within what it may have walked since it was last seen.</summary>
    private float Nearness(Track track, FoundPerson person)
    {
        if (track.FaceOnly != person.Pose is null)
            return 0;
        var (expected, found) = (track.Box, person.Box);
        var size = Math.Max(Math.Max(expected.Height, expected.Width), 1);
        var ratio = Math.Max(found.Height, found.Width) / size;
        if (ratio is < 0.6f or > 1.7f)
            return 0;
        var reach = 0.25 + (0.5 * Math.Min(1, _time - track.LastSeen));
        var distance = new PixelPoint(expected.CenterX, expected.CenterY).DistanceTo(new(found.CenterX, found.CenterY)) / size;
        return (float)(1 - (distance / reach));
    }

    /// <summary>Pairs tracks and persons; both lists lose what was paired.</summary>
    private static void Associate(
        List<Track> tracks, List<FoundPerson> persons, Func<Track, FoundPerson, float> similarity, float least, List<TrackMatch> matches)
    {
        if (tracks.Count == 0 || persons.Count == 0)
            return;
        var costs = new double[tracks.Count, persons.Count];
        for (var t = 0; t < tracks.Count; t++)
        {
            for (var p = 0; p < persons.Count; p++)
            {
                var alike = similarity(tracks[t], persons[p]);
                // A pair below the gate is as bad as none: it must not push a good pair aside.
                costs[t, p] = alike >= least ? -alike : 0;
            }
        }

        var assigned = Assignment.Solve(costs);
        var before = matches.Count;
        for (var t = 0; t < tracks.Count; t++)
        {
            if (assigned[t] >= 0 && costs[t, assigned[t]] < 0)
                matches.Add(new TrackMatch(tracks[t], persons[assigned[t]]));
        }

        for (var i = before; i < matches.Count; i++)
        {
            tracks.Remove(matches[i].Track);
            persons.Remove(matches[i].Person);
        }
    }
}
