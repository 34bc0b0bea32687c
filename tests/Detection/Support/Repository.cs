namespace EmotionGrpc.Detection.Tests.Support;

/// <summary>Files of the checkout and of the data folder beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string SampleVideo => Path.Combine(Root, "clients", "edge", "samples", "webcam.mp4");

    /// <summary>A file or folder of the shared data; null when it is not on this machine.</summary>
    public static string? Shared(params string[] path)
    {
        var folder = Environment.GetEnvironmentVariable("EMOTION_SHARED") ?? Path.Combine(Root, "..", "shared");
        var found = Path.Combine([folder, .. path]);
        return File.Exists(found) || Directory.Exists(found) ? found : null;
    }

    private static string FindRoot()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above != null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Directory.Packages.props")))
                return above.FullName;
        }

        throw new InvalidOperationException("The tests do not run from a checkout.");
    }
}
