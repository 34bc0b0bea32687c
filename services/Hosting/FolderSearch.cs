namespace EmotionGrpc.Hosting;

/// <summary>Finds folders that ship beside the programs.</summary>
public static class FolderSearch
{
    /// <summary>A folder, by its path relative to the working directory; when it is not there, the folders above the program are searched for one of that name.</summary>
    /// <returns>Its full path; null when there is none.</returns>
    public static string? Find(string path)
    {
        if (Directory.Exists(path))
            return Path.GetFullPath(path);
        if (Path.IsPathRooted(path))
            return null;
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above != null; above = above.Parent)
        {
            var candidate = Path.Combine(above.FullName, path);
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
