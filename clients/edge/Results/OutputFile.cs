using EmotionGrpc.Edge.Commands;

namespace EmotionGrpc.Edge.Results;

/// <summary>Makes the files that the user asked for.</summary>
internal static class OutputFile
{
    /// <summary>Makes a file and the folder it lies in.</summary>
    /// <exception cref="EdgeException">It cannot be written.</exception>
    /// <param name="path">Where.</param>
    /// <param name="append">Whether what stands there stays.</param>
    public static FileStream Create(string path, bool append = false)
    {
        try
        {
            CreateFolder(path);
            return new FileStream(path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(ExitCode.WrongUsage, $"'{path}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Makes the folder that a file lies in.</summary>
    public static void CreateFolder(string path)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(ExitCode.WrongUsage, $"'{path}' cannot be written: {e.Message}", e);
        }
    }
}
