using System.Globalization;

namespace EmotionGrpc.TestSupport;

/// <summary>What a process holds at one moment, as /proc tells.</summary>
/// <param name="Mebibytes">Resident memory.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="Threads">Threads.</param>
public readonly record struct ProcessReading(double Mebibytes, int Handles, int Threads)
{
    /// <summary>Reads.</summary>
    /// <param name="process">Its id.</param>
    public static ProcessReading Of(int process)
    {
        var folder = $"/proc/{process}";
        var pages = long.Parse(File.ReadAllText($"{folder}/statm").Split(' ')[1], CultureInfo.InvariantCulture);
        return new ProcessReading(
            pages * (double)Environment.SystemPageSize / 1048576,
            Directory.EnumerateFileSystemEntries($"{folder}/fd").Count(),
            Directory.EnumerateDirectories($"{folder}/task").Count());
    }
}
