using EmotionGrpc.Edge.Commands;

namespace EmotionGrpc.Edge.Results;

/// <summary>Makes the files that the user asked for.</summary>
internal static class OutputFile
{
    /// <summary>Makes a file and the folder it lies in.</summary>
    /// <exception cref="EdgeException">It cannot be written.</exception>
    public static FileStream Create(string path)
    {
        try
        {
            CreateFolder(path);
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
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
