using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Detection.Saved;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tracking;

/// <summary>One person over time.</summary>
internal sealed class Track
{
    // COCO's constants compare annotations of one picture; between frames joints move by themselves and the model jitters.
    private const float Tolerance = 3;

    private readonly BoxKalman _kalman;
    private Joint[]? _joints;
    private BoundingBox? _face;
    private BoundingBox _seenBox;
    private FoundPerson? _shown;
    private Appearance? _appearance;

    public Track(uint id, FoundPerson person, double time)
    {
        Id = id;
        _kalman = new BoxKalman(person.Box);
        Remember(person, time);
    }

    private Track(SavedTrack saved)
    {
        Id = saved.Id;
        Hits = (int)saved.Hits;
        LastSeen = saved.LastSeen;
        FaceOnly = saved.FaceOnly;
        _kalman = new BoxKalman(saved.Filters);
        _joints = saved.Joints.Count == 0 ? null : [.. saved.Joints.Chunk(3).Select(j => new Joint(j[0], j[1], j[2]))];
        _face = saved.Face is { } face ? BoundingBox.From(face) : null;
        _seenBox = BoundingBox.From(saved.SeenBox);
    }

    public uint Id { get; }

    /// <summary>Frames in which the person was seen.</summary>
    public int Hits { get; private set; }

    /// <summary>Session time at which the person was last seen, in seconds.</summary>
    public double LastSeen { get; private set; }

    public BoundingBox Box => _kalman.Box;

    /// <summary>Whether only a face was seen so far: the box is that of the face.</summary>
    public bool FaceOnly { get; private set; } = true;

    public static Track Load(SavedTrack saved) => new(saved);

    public SavedTrack Save()
    {
        var saved = new SavedTrack
        {
            Id = Id,
            Hits = (uint)Hits,
            LastSeen = LastSeen,
            FaceOnly = FaceOnly,
            Filters = { _kalman.Save() },
            Face = _face?.ToMessage(),
            SeenBox = _seenBox.ToMessage(),
        };
        foreach (var joint in _joints ?? [])
            saved.Joints.Add([joint.X, joint.Y, joint.Score]);
        return saved;
    }

    public void Predict(double seconds) => _kalman.Predict(seconds);

    /// <summary>How far a face lies where the track's own is expected: intersection over union.</summary>
    public float FaceOverlap(DetectedFace face)
    {
        var (dx, dy) = (Box.CenterX - _seenBox.CenterX, Box.CenterY - _seenBox.CenterY);
        return _face is { } own ? own.Move(dx, dy).Iou(face.Box) : 0;
    }

    /// <summary>How well a person of the current frame continues the track, 0 to 1.</summary>
    public float SimilarityTo(FoundPerson person)
    {
        var predicted = Box;
        var (dx, dy) = (predicted.CenterX - _seenBox.CenterX, predicted.CenterY - _seenBox.CenterY);
        if (person.Pose is not { } pose || FaceOnly)
        {
            // One side shows a face only: faces are compared, since the boxes are of different parts.
            return _face is { } face && person.Face is { } other ? face.Move(dx, dy).Iou(other.Box) : 0;
        }

        var (sum, terms) = (predicted.Iou(pose.Box), 1);
        if (_joints is { } joints && KeypointSimilarity.Compute(joints, pose.Joints, Math.Max(predicted.Area, pose.Box.Area), dx, dy, Tolerance) is { } alike)
            (sum, terms) = (sum + alike, terms + 1);
        // In an embrace the boxes and half of the joints are shared; the face tells who is who.
        if (_face is { } own && person.Face is { } seen)
            (sum, terms) = (sum + Math.Min(1, 2 * own.Move(dx, dy).Iou(seen.Box)), terms + 1);
        return sum / terms;
    }

    /// <summary>Where the face should be after some seconds; null when the person was last seen without one, or is of an earlier session.</summary>
    public DetectedFace? ExpectFace(double seconds)
    {
        if (_shown?.Face is not { } face)
            return null;
        var (x, y) = _kalman.Velocity;
        return face.Move((float)(x * seconds), (float)(y * seconds));
    }

    /// <summary>Takes in how the person looks in the current frame.</summary>
    public void Look(Mat frame) => _appearance = Appearance.Of(frame, _seenBox);

    /// <summary>Whether the person moves: looks another way than when last searched for.</summary>
    public bool HasMoved(Mat frame, float share) => _appearance is not { } before || before.ChangedShare(frame) > share;

    /// <summary>Takes in a frame in which the person was followed and not searched for.</summary>
    /// <param name="face">The face; null when the person was last seen without one.</param>
    /// <param name="time">Seconds.</param>
    /// <returns>The person as of now: keypoints moved along.</returns>
    public FoundPerson Follow(DetectedFace? face, double time)
    {
        var shown = _shown!;
        if (face is null)
        {
            // Nothing is known but where the person was heading.
            var box = Box;
            var (dx, dy) = (box.CenterX - _seenBox.CenterX, box.CenterY - _seenBox.CenterY);
            LastSeen = time;
            return new FoundPerson(shown.Pose!.Move(dx, dy), null, null);
        }

        var before = _seenBox;
        Update(new FoundPerson(null, face, shown.Mask), time);
        var pose = shown.Pose?.Move(_seenBox.CenterX - before.CenterX, _seenBox.CenterY - before.CenterY);
        return _shown = new FoundPerson(pose, face, shown.Mask);
    }

    /// <summary>Takes the person of the current frame in.</summary>
    public void Update(FoundPerson person, double time)
    {
        if (person.Pose != null && FaceOnly)
            _kalman.Reset(person.Box);
        else if (person.Pose is null && !FaceOnly)
            _kalman.UpdateCenter(Moved(person));
        else
            _kalman.Update(person.Box);
        Remember(person, time);
    }

    private BoundingBox Moved(FoundPerson person) => _face is { } face
        ? _seenBox.Move(person.Box.CenterX - face.CenterX, person.Box.CenterY - face.CenterY)
        : _seenBox;

    private void Remember(FoundPerson person, double time)
    {
        // Before anything changes: a face that comes alone moves the body along.
        var box = person.Pose is null && !FaceOnly ? Moved(person) : person.Box;
        if (person.Pose is { } pose)
        {
            _joints = pose.Joints;
            FaceOnly = false;
        }
        else if (_joints is { } joints)
        {
            var (dx, dy) = (box.CenterX - _seenBox.CenterX, box.CenterY - _seenBox.CenterY);
            _joints = Joint.Move(joints, dx, dy);
        }

        if (person.Face is { } seen)
            _face = seen.Box;
        else if (_face is { } face)
            _face = face.Move(box.CenterX - _seenBox.CenterX, box.CenterY - _seenBox.CenterY);
        _seenBox = box;
        _shown = person;
        LastSeen = time;
        Hits++;
    }
}
