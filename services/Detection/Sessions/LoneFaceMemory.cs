using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Saved;

namespace EmotionGrpc.Detection.Sessions;

/// <summary>
/// Remembers the faces of people whom the pose model misses. Covering a frame with tiles costs more than all else, so a session does it now and then
/// and looks in between where the faces were.
/// </summary>
internal sealed class LoneFaceMemory(double intervalSeconds)
{
    private double _nextTiles = double.NegativeInfinity;

    // Written by the session's writer, read by its reader, a frame or two later.
    private volatile BoundingBox[] _faces = [];

    /// <summary>What to do in the frame of a time; the reader calls it in order.</summary>
    public FaceSearchPlan PlanFor(double time)
    {
        var tiles = time >= _nextTiles;
        if (tiles)
            _nextTiles = time + intervalSeconds;
        return new FaceSearchPlan(_faces, tiles);
    }

    /// <summary>What to do in a frame that is searched out of turn; the writer calls it.</summary>
    public FaceSearchPlan PlanBetween() => new(_faces, Tiles: false);

    /// <summary>The reader's part: when the next search is due.</summary>
    public void SavePlan(SavedSession saved)
    {
        if (double.IsFinite(_nextTiles))
            saved.NextTiles = _nextTiles;
    }

    /// <summary>The writer's part: where the faces were.</summary>
    public void SaveFaces(SavedSession saved) => saved.LoneFaces.Add(_faces.Select(f => f.ToMessage()));

    public void Load(SavedSession saved)
    {
        if (saved.HasNextTiles)
            _nextTiles = saved.NextTiles;
        _faces = [.. saved.LoneFaces.Select(BoundingBox.From)];
    }

    public void Remember(IReadOnlyList<FoundPerson> persons)
    {
        List<BoundingBox>? faces = null;
        for (var i = 0; i < persons.Count; i++)
        {
            if (persons[i] is { Pose: null, Face: { } face })
                (faces ??= []).Add(face.Box);
        }

        _faces = faces?.ToArray() ?? [];
    }
}
