namespace EmotionGrpc.TestSupport;

/// <summary>The data folder beside the checkout, ../shared, or where EMOTION_SHARED says; it need not be there.</summary>
public static class SharedData
{
    /// <summary>A file or folder of it; the test is skipped, with the reason, where there is none.</summary>
    /// <param name="path">The parts of the path below the folder.</param>
    public static string Require(params string[] path)
    {
        var folder = Environment.GetEnvironmentVariable("EMOTION_SHARED") is { Length: > 0 } told ? told : Path.Combine(Repository.Root, "..", "shared");
        var found = Path.Combine([folder, .. path]);
        Skip.IfNot(
            File.Exists(found) || Directory.Exists(found),
            $"The shared data have no {string.Join('/', path)}: neither ../shared beside the checkout nor the folder that EMOTION_SHARED names holds it.");
        return found;
    }
}
