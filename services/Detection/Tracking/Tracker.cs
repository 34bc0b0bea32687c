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

    // Of the frame that is taken in: those who have no partner yet, and the pairs.
    private readonly List<Track> _free = [];
    private readonly List<FoundPerson> _confident = [];
    private readonly List<FoundPerson> _doubtful = [];
    private readonly List<TrackMatch> _matches = [];

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

        Begin(persons);
        Associate(_free, _confident, static (t, p) => t.SimilarityTo(p), options.MinimumSimilarity);
        // A lost track is not rescued by a doubtful detection: it may have gone.
        if (_free.Count > 0 && _doubtful.Count > 0)
            Rescue(previous);
        if (_free.Count > 0 && _confident.Count > 0)
            Associate(_free, _confident, Nearness, float.Epsilon);

        FaceDispute.Settle(_matches);
        var reported = new List<(FoundPerson, uint)>(_matches.Count + _confident.Count);
        foreach (var (track, person) in _matches)
        {
            track.Update(person, time);
            reported.Add((person, track.Id));
        }

        foreach (var person in _confident)
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
        var tracks = _tracks.FindAll(WasJustSeen);
        var faces = new DetectedFace?[tracks.Count];
        for (var i = 0; i < faces.Length; i++)
            faces[i] = tracks[i].ExpectFace(Math.Max(0, time - _time));
        return (tracks, faces);
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
        var reported = new (FoundPerson, uint)[tracks.Count];
        for (var i = 0; i < reported.Length; i++)
            reported[i] = (tracks[i].Follow(faces[i], time), tracks[i].Id);
        return new TrackedFrame(reported, ended);
    }

    /// <summary>Takes in how the persons of the current frame look, so that a later one can tell whether they move.</summary>
    public void Look(Mat frame)
    {
        foreach (var track in _tracks)
        {
            if (WasJustSeen(track))
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

    private bool WasJustSeen(Track track) => track.LastSeen >= _time;

    /// <summary>Begins anew with everyone alone.</summary>
    private void Begin(IReadOnlyList<FoundPerson> persons)
    {
        _matches.Clear();
        _confident.Clear();
        _doubtful.Clear();
        for (var i = 0; i < persons.Count; i++)
            (IsConfident(persons[i]) ? _confident : _doubtful).Add(persons[i]);
        _free.Clear();
        _free.AddRange(_tracks);
    }

    /// <summary>Continues tracks by doubtful detections.</summary>
    /// <param name="previous">Time of the frame before: they must have been seen in it.</param>
    private void Rescue(double previous)
    {
        Associate(_free.FindAll(t => t.LastSeen >= previous), _doubtful, static (t, p) => t.SimilarityTo(p), options.RescueSimilarity);
        _free.RemoveAll(t => _matches.Exists(m => m.Track == t));
    }

    private uint[] EndTracks(double time)
    {
        List<uint>? ended = null;
        for (var i = 0; i < _tracks.Count; i++)
        {
            if (time - _tracks[i].LastSeen <= Lifetime(_tracks[i]))
                continue;
            (ended ??= []).Add(_tracks[i].Id);
            _tracks.RemoveAt(i--);
        }

        return ended is null ? [] : [.. ended];
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
    private void Associate(List<Track> tracks, List<FoundPerson> persons, Func<Track, FoundPerson, float> similarity, float least)
    {
        if (tracks.Count == 0 || persons.Count == 0)
            return;
        if (tracks.Count == 1 && persons.Count == 1)
        {
            // Most pictures show one person: there is nothing to choose.
            if (similarity(tracks[0], persons[0]) is > 0 and var alike && alike >= least)
            {
                _matches.Add(new TrackMatch(tracks[0], persons[0]));
                tracks.Clear();
                persons.Clear();
            }

            return;
        }

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
        var before = _matches.Count;
        for (var t = 0; t < tracks.Count; t++)
        {
            if (assigned[t] >= 0 && costs[t, assigned[t]] < 0)
                _matches.Add(new TrackMatch(tracks[t], persons[assigned[t]]));
        }

        for (var i = before; i < _matches.Count; i++)
        {
            tracks.Remove(_matches[i].Track);
            persons.Remove(_matches[i].Person);
        }
    }
}
