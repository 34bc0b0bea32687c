using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using EmotionGrpc.Hosting;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Commands;

/// <summary>The program: its commands, its errors and its exit codes.</summary>
internal static class EdgeProgram
{
    private const int MappedFromBytes = 256 * 1024;

    private const string Description =
        """
        Streams camera frames to an EmotionGrpc server and shows, writes and draws the emotions that come back.

        Exit codes: 0 frames were answered, 1 failed, 2 wrong usage, 3 the source cannot be opened, 4 the server is not reachable.
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        // .NET, FFmpeg and OpenCV have many threads and a camera's client little to hold: pictures, and all else from a size on, go back to the system with their pages.
        NativeHeap.MapFrom(MappedFromBytes, kept: MappedFromBytes / 2);
        NativeHeap.LimitArenas(1);
        var root = new RootCommand(Description) { StreamCommand.Create(), AnalyzeCommand.Create(), RunCommand.Create() };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction && args.Length > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("'emotion-edge --help' and 'emotion-edge COMMAND --help' tell what is allowed.");
            return ExitCode.WrongUsage;
        }

        if (args.Length == 0)
            return await root.Parse(["--help"]).InvokeAsync() == 0 ? ExitCode.WrongUsage : ExitCode.Failed;

        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        Cv2.SetLogLevel(LogLevel.SILENT);
        try
        {
            // The run ends in order by its own token: frames in hand are answered and files are finished.
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration, stopping.Token);
        }
        catch (EdgeException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }

        void Stop(PosixSignalContext context)
        {
            // The first asks, the second does not wait.
            context.Cancel = !stopping.IsCancellationRequested;
            stopping.Cancel();
        }
    }
}
