using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Saved;

namespace EmotionGrpc.Detection.Sessions;

/// <summary>
/// Remembers the faces of people whom the pose model misses. Covering a frame with tiles costs more than all else, so a session does it now and then
/// and looks in between where the faces were; and a scene that stays as it was when it had none is left alone for longer.
/// </summary>
/// <param name="intervalSeconds">Session time between two searches by tiles.</param>
/// <param name="stillSeconds">The same while the scene does not change.</param>
internal sealed class LoneFaceMemory(double intervalSeconds, double stillSeconds)
{
    /// <summary>Light and colours of a camera drift in ten seconds, and nobody comes so slowly that he is not seen to come within one.</summary>
    private const double DriftSeconds = 1;

    private double _nextTiles = double.NegativeInfinity;

    // Written by the session's writer, read by its reader, a frame or two later.
    private volatile BoundingBox[] _faces = [];

    // The same. Not saved with the session: to cover it once more tells nothing new.
    private volatile CoveredScene? _scene;

    /// <summary>What to do in the frame of a time; the reader calls it in order.</summary>
    public FaceSearchPlan PlanFor(double time)
    {
        var tiles = time >= _nextTiles;
        if (tiles)
            _nextTiles = time + intervalSeconds;
        return new FaceSearchPlan(_faces, tiles, _scene is { } scene && time - scene.CoveredAt < stillSeconds ? scene.Outline : null);
    }

    /// <summary>What to do in a frame that is searched out of turn; the writer calls it.</summary>
    public FaceSearchPlan PlanBetween() => new(_faces, Tiles: false, Faceless: null);

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

    /// <summary>What was found in the frame of a time; the writer calls it in order.</summary>
    public void Remember(FrameFindings findings, double time)
    {
        if (findings.Scene is var (outline, covered))
        {
            if (covered || _scene is not { } last)
                _scene = new CoveredScene(outline, time, time);
            else if (time - last.SeenAt >= DriftSeconds)
                _scene = last with { Outline = outline, SeenAt = time };
        }

        var persons = findings.Persons;
        List<BoundingBox>? faces = null;
        for (var i = 0; i < persons.Count; i++)
        {
            if (persons[i] is { Pose: null, Face: { } face })
                (faces ??= []).Add(face.Box);
        }

        _faces = faces?.ToArray() ?? [];
    }

    private sealed record CoveredScene(SceneOutline Outline, double SeenAt, double CoveredAt);
}
