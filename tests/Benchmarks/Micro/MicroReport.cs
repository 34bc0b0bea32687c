using System.Text;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>BenchmarkDotNet's tables in Markdown, with the machine told once.</summary>
internal sealed class MicroReport
{
    private const string Fence = "```";

    private readonly StringBuilder _text = new();

    private static string File => Path.Combine(Repository.Root, "tests", "Benchmarks", "Micro", "RESULTS.md");

    /// <summary>Adds a class.</summary>
    /// <returns>What is new in the report.</returns>
    public string Add(string title, Summary summary)
    {
        var log = new AccumulationLogger();
        MarkdownExporter.GitHub.ExportToLog(summary, log);
        // The machine between two fences, then the table.
        var parts = log.GetLog().Split(Fence);
        var start = _text.Length;
        if (start == 0)
            _text.Append(Fence).Append('\n').Append(parts[1].Trim()).Append('\n').Append(Fence).Append('\n');
        _text.Append("\n## ").Append(title).Append('\n').Append(parts[2].Trim()).Append('\n');
        return _text.ToString(start, _text.Length - start);
    }

    /// <summary>Writes the report into the file that is kept under version control.</summary>
    public void Publish() => System.IO.File.WriteAllText(
        File,
        $"""
        # What the steps of a frame cost
        Written by `./emotion bench micro --publish`. The times are those of one machine and moment; the bytes are nearly the same everywhere.
        They are managed memory only: OpenCV's pixels and ONNX Runtime's tensors are not among them.

        {_text}
        """.ReplaceLineEndings("\n"));
}
