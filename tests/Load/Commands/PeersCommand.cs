using System.CommandLine;
using System.Globalization;
using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Load.Peers;
using EmotionGrpc.Load.Suite;
using Grpc.Core;

namespace EmotionGrpc.Load.Commands;

/// <summary><c>peers</c>: the suite beside services that others would write for the same job, in one run.</summary>
internal static class PeersCommand
{
    private const int Width = 640;
    private const int Height = 360;
    private const uint Cadence = 5;

    /// <summary>All take turns, so that a machine that slows down slows all.</summary>
    private const int Turns = 8;

    /// <summary>Parts in which a peer is warmed up, and the suite once more: V8 compiles what is hot at once, and with a cadence little is new to a suite that is warm.</summary>
    private const int ShortWarmUpParts = 4;

    public static Command Create()
    {
        var cameras = Ranged.Option("--cameras", "Cameras", "N", 4, 1, 1000);
        var seconds = Ranged.Option("--seconds", "Seconds that count of each", "S", 40, 8, 3600);
        var precision = new Option<string>("--precision") { Description = "What the networks of the suite and of the plain service compute in, where they have it.", HelpName = "P", DefaultValueFactory = _ => "float32" };
        precision.AcceptOnlyFromAmong("float32", "int8");
        var json = new Option<bool>("--json") { Description = "Print a line of JSON for each and nothing else." };
        var command = new Command("peers", "Plays the same cameras into the suite, into a plain Node service on the same models, and into @vladmandic/human.") { cameras, seconds, precision, json };
        command.SetAction(result => RunAsync(
            result.GetValue(cameras), TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetRequiredValue(precision), new Output(result.GetValue(json))));
        return command;
    }

    private static async Task<int> RunAsync(int cameras, TimeSpan duration, string precision, Output output)
    {
        try
        {
            await CompareAsync(cameras, duration, precision, output);
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or RpcException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task CompareAsync(int cameras, TimeSpan duration, string precision, Output output)
    {
        var pictures = new CameraPictures(Width, Height);
        await using var suite = await SuiteUnderTest.StartAsync(processes: false, [$"--Models:Precision={precision}"]);
        await using var plain = await PeerServers.StartAsync("plain", precision);
        await using var human = await PeerServers.StartAsync("human", precision);
        ISubject[] subjects =
        [
            new SuiteSubject(suite, 1, SuiteWarmUp.Parts),
            new SuiteSubject(suite, Cadence, ShortWarmUpParts),
            new PeerSubject("plain Node", plain, ShortWarmUpParts),
            new PeerSubject("human, WASM", human, ShortWarmUpParts),
        ];
        output.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{cameras} cameras of {Width}x{Height}, JPEG of {pictures.MeanBytes / 1024:0} KiB, as fast as they are served; {Environment.ProcessorCount} processors, as many processes of each peer; {precision}"));

        foreach (var subject in subjects)
        {
            await TellAsync($"{subject.Name}: warming up for {(subject.WarmUpParts * SuiteWarmUp.Part).TotalSeconds:0} s");
            for (var part = 0; part < subject.WarmUpParts; part++)
                await subject.RunAsync(pictures, cameras, SuiteWarmUp.Part);
        }

        var runs = subjects.ToDictionary(s => s, _ => new List<SubjectRun>());
        for (var turn = 0; turn < Turns; turn++)
        {
            // There and back again: what drifts, drifts for all.
            foreach (var subject in turn % 2 == 0 ? subjects : subjects.Reverse())
            {
                await TellAsync(string.Create(CultureInfo.InvariantCulture, $"{subject.Name}: turn {turn + 1} of {Turns}, {(duration / Turns).TotalSeconds:0.#} s"));
                runs[subject].Add(await subject.RunAsync(pictures, cameras, duration / Turns));
            }
        }

        await TellAsync("comparing the answers");
        var reference = await subjects[0].AnswerAsync(pictures);
        var reports = new List<PeersReport>();
        foreach (var subject in subjects)
            reports.Add(PeersReport.From(subject.Name, runs[subject], Likeness.Of(await subject.AnswerAsync(pictures), reference)));
        output.Peers([.. reports.Select(r => r with { ByPlain = r.FramesPerSecond / reports[2].FramesPerSecond, ByHuman = r.FramesPerSecond / reports[3].FramesPerSecond })]);
    }

    private static Task TellAsync(string line) => Console.Error.WriteLineAsync(line);
}
