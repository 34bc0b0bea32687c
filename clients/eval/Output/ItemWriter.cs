using System.Text.Json;
using EmotionGrpc.Eval.CommandLine;

namespace EmotionGrpc.Eval.Output;

/// <summary>Writes one line of JSON for every item.</summary>
internal sealed class ItemWriter : IDisposable
{
    private readonly StreamWriter _writer;

    private ItemWriter(StreamWriter writer) => _writer = writer;

    /// <summary>Opens the file; null where there is none.</summary>
    public static ItemWriter? Open(FileInfo? file)
    {
        if (file is null)
            return null;
        try
        {
            file.Directory?.Create();
            return new ItemWriter(new StreamWriter(file.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException(ExitCode.Usage, $"--out cannot be written: {e.Message}");
        }
    }

    public void Write<T>(T item) => _writer.WriteLine(JsonSerializer.Serialize(item, Report.JsonOptions));

    public void Dispose() => _writer.Dispose();
}
