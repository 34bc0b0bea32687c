using System.CommandLine;
using EmotionGrpc.Edge.Streaming;

namespace EmotionGrpc.Edge.Commands;

/// <summary><c>emotion-edge analyze FILE --out DIR</c>.</summary>
internal static class AnalyzeCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("FILE") { Description = "Video file or folder of pictures." };
        var output = new Option<string>("--out")
        {
            Description = "Folder for results.jsonl, annotated.mp4 and report.html; made when it is not there.",
            HelpName = "DIR",
            Required = true,
        };
        var command = new Command("analyze", "Analyses every frame of a file: results, annotated video and a report.\n\nExit codes: 0 frames were answered, 1 failed, 2 wrong usage, 3 the source cannot be opened, 4 the server is not reachable.")
        {
            source, output,
        };
        var options = new RunOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = parsed.GetRequiredValue(output);
            var settings = options.Read(parsed, parsed.GetRequiredValue(source)) with
            {
                Realtime = false,
                Out = Path.Combine(folder, "results.jsonl"),
                Annotate = Path.Combine(folder, "annotated.mp4"),
            };
            return await AnalyzeProgram.RunAsync(settings, folder, cancellationToken);
        });
        return command;
    }
}
