using EmotionGrpc.Eval.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EmotionGrpc.Eval.Tracks;

/// <summary>The figures of <c>tracks</c> for people.</summary>
internal static class TracksTables
{
    public static IEnumerable<IRenderable> Make(TracksReport report)
    {
        yield return Tables.Pairs(
            "tracks",
            ("frames", $"{report.Frames}"),
            ("frames not examined", $"{report.FrameErrors}"),
            ("tracks", $"{report.Tracks.Count}"));

        var tracks = Tables.Plain("each track", "track", "first frame", "last frame", "frames", "share of frames");
        foreach (var track in report.Tracks)
        {
            string[] cells = [$"{track.Id}", $"{track.FirstFrame}", $"{track.LastFrame}", $"{track.Frames}", Figure.Percent(track.Share)];
            tracks.AddRow(cells.Select(c => new Text(c)));
        }

        yield return tracks;

        var persons = Tables.Plain("frames by persons", "persons", "frames");
        foreach (var (count, frames) in report.FramesByPersons)
            persons.AddRow(new Text($"{count}"), new Text(Figure.Count(frames, report.Frames)));
        yield return persons;
    }
}
