using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Report;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>Streams a source and says what came of it.</summary>
internal static class StreamProgram
{
    public static async Task<int> RunAsync(RunSettings settings, CancellationToken stopping)
    {
        var result = await EdgeRun.RunAsync(settings, stopping);
        var files = new Dictionary<string, string>();
        if (settings.Out is { } results)
            files.Add("results", results);
        if (settings.Annotate is { } video)
            files.Add("annotated", video);
        SummaryOutput.Print(settings, result, files);
        return await EdgeRun.JudgeAsync(result);
    }
}
