namespace EmotionGrpc.TestSupport;

/// <summary>Where things are in the checkout.</summary>
public static class Repository
{
    /// <summary>The checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The sample video that ships.</summary>
    public static string SampleVideo => Path.Combine(Root, "clients", "edge", "samples", "webcam.mp4");

    /// <summary>A program that was built beside these tests, in the same configuration.</summary>
    /// <param name="folder">Its project's folder, for instance "services/Fusion".</param>
    /// <param name="assembly">Its assembly, for instance "EmotionGrpc.Fusion".</param>
    public static string Program(string folder, string assembly)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Root, folder, "bin", configuration, "net10.0", $"{assembly}.dll");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EmotionGrpc.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"There is no EmotionGrpc.sln above {AppContext.BaseDirectory}.");
    }
}
