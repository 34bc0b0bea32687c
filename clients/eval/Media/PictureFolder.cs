using EmotionGrpc.Eval.CommandLine;

namespace EmotionGrpc.Eval.Media;

/// <summary>Finds the pictures of a folder.</summary>
internal static class PictureFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    /// <summary>Paths of all pictures in the folder and below, relative to it, in order of name.</summary>
    public static IReadOnlyList<string> List(DirectoryInfo folder)
    {
        try
        {
            var paths = Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories)
                .Where(p => Extensions.Contains(Path.GetExtension(p).ToLowerInvariant()))
                .Select(p => Path.GetRelativePath(folder.FullName, p))
                .Order(StringComparer.Ordinal)
                .ToList();
            return paths.Count > 0
                ? paths
                : throw new EvalException(ExitCode.Data, $"{folder} holds no pictures; looked for {string.Join(", ", Extensions)}, folders below included.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException(ExitCode.Data, $"The folder cannot be read: {e.Message}");
        }
    }
}
