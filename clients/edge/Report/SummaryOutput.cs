using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Streaming;

namespace EmotionGrpc.Edge.Report;

/// <summary>Prints the end of a run.</summary>
internal static class SummaryOutput
{
    public static void Print(RunSettings settings, RunResult result, IReadOnlyDictionary<string, string> files)
    {
        if (settings.Json)
        {
            Console.WriteLine(SummaryJson.Render(result.Data, files));
            return;
        }

        Console.WriteLine();
        Console.Write(SummaryText.Render(result.Data));
        if (result.Skipped > 0)
            Console.WriteLine($"\n{result.Skipped} frames of the source were not sent: newer ones came while the server was busy.");
        if (result.LeftOut > 0)
            Console.WriteLine($"{(result.Skipped > 0 ? "" : "\n")}{result.LeftOut} frames of the source were left out: the link or the server bears fewer.");
        if (files.Count == 0)
            return;
        Console.WriteLine("\nFiles");
        foreach (var (name, path) in files)
            Console.WriteLine($"  {name,-10}{path}");
    }
}
