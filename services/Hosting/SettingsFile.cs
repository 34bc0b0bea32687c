using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace EmotionGrpc.Hosting;

/// <summary>
/// A file of settings that the command line names (<c>--settings FILE</c>) or the environment (<c>Settings__File</c>), in the form of appsettings.json. It wins over that
/// one and loses to single settings of the environment and the command line.
/// </summary>
public static class SettingsFile
{
    private const string Argument = "settings";
    private const string Key = "Settings:File";

    /// <summary>Adds the file that is named, if one is.</summary>
    /// <param name="configuration">Where environment variables were added, before which the file comes.</param>
    /// <param name="args">Command line.</param>
    /// <exception cref="ConfigurationException">The file is not there or does not hold settings.</exception>
    public static void AddSettingsFile(this IConfigurationBuilder configuration, string[] args)
    {
        if (Path(args) is not { } path)
            return;
        var source = new MemoryConfigurationSource { InitialData = Read(path) };
        var json = configuration.Sources.Select((s, i) => s is JsonConfigurationSource ? i : -1).DefaultIfEmpty(-1).Max();
        configuration.Sources.Insert(json + 1, source);
    }

    private static string? Path(string[] args)
    {
        var given = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build()[Key];
        return new ConfigurationBuilder().AddCommandLine(args).Build()[Argument] ?? given;
    }

    private static KeyValuePair<string, string?>[] Read(string path)
    {
        if (!File.Exists(path))
            throw new ConfigurationException($"--settings is '{path}', and there is no such file; name one in the form of appsettings.json, for instance one that ./emotion tune wrote.");
        try
        {
            using var stream = File.OpenRead(path);
            return [.. new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable().Where(s => s.Value is not null)];
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--settings is '{path}', which cannot be read as JSON settings: {(e.InnerException ?? e).Message.TrimEnd('.')}.");
        }
    }
}
