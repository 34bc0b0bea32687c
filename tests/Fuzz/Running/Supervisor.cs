using System.Diagnostics;
using System.Globalization;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Fuzz.Running;

/// <summary>Runs the fuzzing in a process of its own, because a fault in native code ends the process; finds out which input it was.</summary>
internal static class Supervisor
{
    private const int LastWords = 40;

    /// <summary>Longest time that an input may take. Not a matter of speed: one that takes this long hangs.</summary>
    private static readonly TimeSpan s_hangs = TimeSpan.FromMinutes(2);

    /// <summary>Runs.</summary>
    /// <returns>The exit code: 0, or 1 when something was found.</returns>
    public static async Task<int> RunAsync(FuzzSettings settings)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "in-hand");
        using var recorder = new FlightRecorder(path, settings.Workers);
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardError = true, // libjpeg and libpng write a line there for every broken picture.
            ArgumentList =
            {
                typeof(Supervisor).Assembly.Location, FuzzCommand.Child, path,
                "--inputs", settings.Inputs.ToString(CultureInfo.InvariantCulture), "--seed", settings.Seed.ToString(CultureInfo.InvariantCulture),
                "--workers", settings.Workers.ToString(CultureInfo.InvariantCulture), $"--keep={settings.Keep}",
            },
        })!;
        var lastWords = new Queue<string>();
        child.ErrorDataReceived += (_, e) =>
        {
            lock (lastWords)
            {
                lastWords.Enqueue(e.Data ?? "");
                if (lastWords.Count > LastWords)
                    lastWords.Dequeue();
            }
        };
        child.BeginErrorReadLine();
        var ended = child.WaitForExitAsync();
        while (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(5))) != ended)
        {
            if (recorder.InHand().FirstOrDefault(i => i.Age > s_hangs) is not { Input: { } input } hanging)
                continue;
            child.Kill();
            await ended;
            return Fail("HANGS", [(hanging.Target, input)]);
        }

        if (child.ExitCode is 0 or 1)
            return child.ExitCode;
        foreach (var line in lastWords)
            Console.WriteLine(line);
        return Fail($"CRASH (exit code {child.ExitCode})", [.. recorder.InHand().Select(i => (i.Target, i.Input))]);
    }

    private static int Fail(string what, IReadOnlyList<(int Target, byte[] Input)> inputs)
    {
        foreach (var (target, input) in inputs)
            Console.WriteLine($"{what}: {Corpus.Keep(Targets.TargetCatalog.Names[target], "fault", input)}");
        Console.WriteLine("0 passed, 1 failed");
        return 1;
    }
}
