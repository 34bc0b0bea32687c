namespace EmotionGrpc.Eval.Tracks;

/// <summary>The figures of <c>tracks</c>.</summary>
/// <param name="Frames">Frames that were answered.</param>
/// <param name="FrameErrors">Of these, frames that could not be examined.</param>
/// <param name="Tracks">The tracks, in order of their first frame.</param>
/// <param name="FramesByPersons">Number of frames by how many persons they show.</param>
internal sealed record TracksReport(int Frames, int FrameErrors, IReadOnlyList<Track> Tracks, IReadOnlyDictionary<int, int> FramesByPersons)
{
    public static TracksReport From(IReadOnlyList<TrackedFrame> frames) => new(
        frames.Count,
        frames.Count(f => f.Error is not null),
        [.. frames
            .SelectMany(f => f.Persons.Select(p => (p.Track, f.Frame)))
            .GroupBy(p => p.Track)
            .Select(g => new Track(g.Key, g.Min(p => p.Frame), g.Max(p => p.Frame), g.Count(), (double)g.Count() / frames.Count))
            .OrderBy(t => t.FirstFrame)
            .ThenBy(t => t.Id)],
        new SortedDictionary<int, int>(frames.Where(f => f.Error is null).CountBy(f => f.Persons.Count).ToDictionary()));
}
