using System.CommandLine;
using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Output;

namespace EmotionGrpc.Eval.Tracks;

/// <summary><c>tracks</c>: which persons are tracked through a video, and for how long.</summary>
internal static class TracksCommand
{
    public static Command Create(SharedOptions shared)
    {
        var video = new Argument<FileInfo>("VIDEO") { Description = "Video file." };
        var command = new Command("tracks", "Tracks the persons of a video.") { video };
        return command.WithAction(shared, async (result, context, cancellation) =>
        {
            using var reader = Open(result.GetRequiredValue(video));
            var tracker = new VideoTracker(context.Suite);
            var frames = await ProgressBar.RunAsync("tracks", reader.Length, done => tracker.TrackAsync(reader, done, cancellation));
            if (frames.Count == 0)
                throw new EvalException(ExitCode.Data, $"{reader.Name} cannot be read: it has no frames that can be decoded.");
            foreach (var frame in frames)
                context.Items?.Write(frame);
            var report = TracksReport.From(frames);
            context.Report.Print(report, () => TracksTables.Make(report));
        });
    }

    private static VideoReader Open(FileInfo video)
    {
        try
        {
            return new VideoReader(video.FullName);
        }
        catch (UnreadableException e)
        {
            throw new EvalException(ExitCode.Data, $"{video.Name} cannot be read: {e.Message}.");
        }
    }
}
