using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Report;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>Analyses a file and writes the report.</summary>
internal static class AnalyzeProgram
{
    public static async Task<int> RunAsync(RunSettings settings, string folder, CancellationToken stopping)
    {
        var result = await EdgeRun.RunAsync(settings, stopping);
        var report = Path.Combine(folder, "report.html");
        await HtmlReport.WriteAsync(report, result.Data);
        var files = new Dictionary<string, string>
        {
            ["results"] = settings.Out!,
            ["annotated"] = settings.Annotate!,
            ["report"] = report,
        };
        SummaryOutput.Print(settings, result, files);
        return await EdgeRun.JudgeAsync(result);
    }
}
