using System.Globalization;
using System.Reflection;
using EmotionGrpc.Edge.Commands;
using Microsoft.Extensions.Configuration;

namespace EmotionGrpc.Edge.Unattended;

/// <summary>Reads what an unattended run is asked to do; what is wrong is one sentence each.</summary>
internal static class UnattendedConfiguration
{
    public const string VariablePrefix = "EMOTION_EDGE_";
    private const int LongestName = 64;

    /// <param name="file">The JSON file; null: there is none.</param>
    /// <param name="overrides">What the command line says.</param>
    /// <exception cref="EdgeException">It cannot be read, or something in it is wrong.</exception>
    public static UnattendedOptions Read(string? file, IReadOnlyDictionary<string, string?> overrides)
    {
        var options = new UnattendedOptions();
        try
        {
            var builder = new ConfigurationBuilder();
            if (file != null)
                builder.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
            var configuration = builder.AddEnvironmentVariables(VariablePrefix).AddInMemoryCollection(overrides.Where(o => o.Value != null)).Build();
            CheckKeys(configuration, typeof(UnattendedOptions));
            configuration.Bind(options, o => o.ErrorOnUnknownConfiguration = true); // else a wrong value in a list is passed over
        }
        catch (FileNotFoundException)
        {
            throw Wrong([$"There is no file '{file}'."]);
        }
        catch (InvalidDataException e)
        {
            throw Wrong([$"'{file}' is not JSON: {e.GetBaseException().Message}"]);
        }
        catch (InvalidOperationException e)
        {
            throw Wrong([Innermost(e).Message]);
        }

        var faults = Faults(options).ToArray();
        return faults.Length == 0 ? options : throw Wrong(faults);
    }

    private static void CheckKeys(IConfiguration section, Type type)
    {
        var properties = type.GetProperties();
        foreach (var child in section.GetChildren())
        {
            if (properties.FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is not { } property)
                throw Wrong([$"There is no setting {child.Path}; allowed there are {string.Join(", ", properties.Select(p => p.Name))}."]);
            if (ElementOf(property) is { } element)
            {
                foreach (var item in child.GetChildren())
                    CheckKeys(item, element);
            }
        }
    }

    private static Type? ElementOf(PropertyInfo property) => property.PropertyType == typeof(IList<CameraOptions>) ? typeof(CameraOptions) : null;

    private static IEnumerable<string> Faults(UnattendedOptions options)
    {
        if (!Uri.TryCreate(options.Server, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            yield return $"Server is '{options.Server}'; allowed are http://HOST:PORT and https://HOST:PORT.";
        if (Between("NoFramesAfter", options.NoFramesAfter, 1, 600) is { } patience)
            yield return patience;
        if (Between("TellEvery", options.TellEvery, 1, 86_400) is { } interval)
            yield return interval;
        if (options.Cameras.Count == 0)
            yield return "There are no cameras; name at least one: Cameras: [{ Name, Source }].";
        foreach (var (i, camera) in options.Cameras.Index())
        {
            foreach (var fault in Faults(camera))
                yield return $"Cameras:{i}:{fault}";
        }

        if (options.Cameras.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return $"Two cameras are named '{twice.Key}'; give each a name of its own.";
    }

    private static IEnumerable<string> Faults(CameraOptions camera)
    {
        if (camera.Name.Length is 0 or > LongestName || !camera.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || camera.Name[0] == '.')
            yield return $"Name is '{camera.Name}'; allowed are 1 to {LongestName} letters, digits, hyphens, underscores and dots, no dot first.";
        if (camera.Source.Length == 0)
            yield return "Source is missing; allowed are a camera index (0, 1, ...), an rtsp:// or http:// URL, a video file, and a folder of pictures.";
        if (camera.Policy.Length > 0 && PolicyNames.Parse(camera.Policy) == null)
            yield return $"Policy is '{camera.Policy}'; allowed are {PolicyNames.Allowed}.";
        string?[] ranges =
        [
            Between("FramesPerSecond", camera.FramesPerSecond, 0.1, 240), Between("MaximumWidth", camera.MaximumWidth, 64, 8192), Between("Quality", camera.Quality, 1, 100),
            Between("Segments", camera.Segments, 1, 64), Between("Window", camera.Window, 0.1, 60), Between("Cadence", camera.Cadence, 1, 100),
        ];
        foreach (var fault in ranges.OfType<string>())
            yield return fault;
    }

    private static string? Between(string name, double? value, double least, double most) =>
        value is { } v && !(v >= least && v <= most) ? string.Create(CultureInfo.InvariantCulture, $"{name} is {v}; allowed is {least} to {most}.") : null;

    // The binder says about a list first that it was strict; below that, which value does not fit.
    private static InvalidOperationException Innermost(InvalidOperationException e)
    {
        while (e.InnerException is InvalidOperationException inner)
            e = inner;
        return e;
    }

    private static EdgeException Wrong(IReadOnlyList<string> sentences) => new(ExitCode.WrongUsage, string.Join(Environment.NewLine, sentences));
}
