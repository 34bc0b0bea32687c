using System.CommandLine;
using EmotionGrpc.Edge.Streaming;

namespace EmotionGrpc.Edge.Commands;

/// <summary><c>emotion-edge stream SOURCE</c>.</summary>
internal static class StreamCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("SOURCE") { Description = "Camera index (0, 1, ...), RTSP or HTTP URL, video file, or folder of pictures." };
        var realtime = new Option<bool>("--realtime")
        {
            Description = "Pace frames by the source's clock; the newest wins when the server is slower (default, except for folders).",
        };
        var fast = new Option<bool>("--as-fast-as-possible")
        {
            Description = "Send frames as fast as the server allows and drop none (default for folders; not for cameras).",
        };
        var steady = new Option<bool>("--fixed")
        {
            Description = "Keep quality and rate as given; else, with --realtime, they are upper bounds and adapted to the link.",
        };
        var output = new Option<string?>("--out") { Description = "Write one JSON line per frame.", HelpName = "FILE.jsonl" };
        var annotate = new Option<string?>("--annotate") { Description = "Write the video with what was found drawn into it.", HelpName = "FILE.mp4" };
        var command = new Command("stream", "Streams a source and shows what comes back.\n\nExit codes: 0 frames were answered, 1 failed, 2 wrong usage, 3 the source cannot be opened, 4 the server is not reachable.")
        {
            source, realtime, fast, steady, output, annotate,
        };
        var options = new RunOptions(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(realtime) && result.GetValue(fast))
                result.AddError("--realtime and --as-fast-as-possible exclude each other; give one of them or none.");
            if (result.GetValue(options.Redact) && result.GetValue(annotate) == null)
                result.AddError("--redact needs --annotate: no other output has pictures.");
            if (result.GetValue(options.Explain) && result.GetValue(output) == null && result.GetValue(annotate) == null)
                result.AddError("--explain needs --out or --annotate: evidence is written and drawn, not shown in the terminal.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = options.Read(parsed, parsed.GetRequiredValue(source)) with
            {
                Realtime = parsed.GetValue(realtime) ? true : parsed.GetValue(fast) ? false : null,
                Fixed = parsed.GetValue(steady),
                Out = parsed.GetValue(output),
                Annotate = parsed.GetValue(annotate),
            };
            return await StreamProgram.RunAsync(settings, cancellationToken);
        });
        return command;
    }
}
