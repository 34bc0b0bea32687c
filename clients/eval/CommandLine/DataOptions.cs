using System.CommandLine;

namespace EmotionGrpc.Eval.CommandLine;

/// <summary>Options that say where labelled data lie.</summary>
internal static class DataOptions
{
    /// <summary>The folder.</summary>
    public static Option<DirectoryInfo> Data() => new("--data") { Description = "Folder that holds the data.", Required = true };

    /// <summary>The label file.</summary>
    public static Option<FileInfo> Labels(string columns) =>
        new("--labels") { Description = $"CSV file with a header and the columns {columns}; paths are relative to the folder.", Required = true };

    /// <summary>Refuses a folder that does not exist.</summary>
    public static void Check(DirectoryInfo data)
    {
        if (!data.Exists)
            throw new EvalException(ExitCode.Data, $"There is no folder {data}; --data must name the folder that holds the data.");
    }
}
