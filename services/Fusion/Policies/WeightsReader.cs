using System.Globalization;
using System.Text.Json;
using EmotionGrpc.Hosting;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>Reads the occlusion-aware policy's weights: a file, and the settings that win over it.</summary>
internal static class WeightsReader
{
    private const string DefaultFile = "fusion-occlusion/weights.json";
    private const string Section = "Fusion:OcclusionAware";
    private const double SmallestLeast = 0.0001;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads the weights.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="modelsDirectory">Models:Directory; it need not be there.</param>
    /// <exception cref="ConfigurationException">Something is missing or wrong; the message says where and what is allowed.</exception>
    public static OcclusionAwareWeights Read(OcclusionAwareOptions options, string modelsDirectory)
    {
        var path = Find(options.File, modelsDirectory);
        var name = path ?? "The file of weights that ships";
        var file = Parse(name, path is null ? OpenShipped() : File.OpenRead(path));
        if (file.Scale is not ("sum" or "mean"))
            throw new ConfigurationException($"{name}: scale is '{file.Scale}'; allowed are sum and mean.");
        if (!(file.Least is >= SmallestLeast and <= 1))
            throw new ConfigurationException(FormattableString.Invariant($"{name}: least is {file.Least}; it must lie between {SmallestLeast} and 1."));
        return new OcclusionAwareWeights(
            Table(options.FaceOpen, nameof(options.FaceOpen), file.FaceOpen, $"{name}: faceOpen"),
            Table(options.FaceMasked, nameof(options.FaceMasked), file.FaceMasked, $"{name}: faceMasked"),
            Table(options.Body, nameof(options.Body), file.Body, $"{name}: body"),
            options.Least ?? file.Least,
            (options.Scale ?? file.Scale) == "sum" ? WeightScale.Sum : WeightScale.Mean,
            file.Source);
    }

    private static string? Find(string? wanted, string modelsDirectory)
    {
        var path = Path.Combine(FolderSearch.Find(modelsDirectory) ?? modelsDirectory, wanted ?? DefaultFile);
        if (File.Exists(path))
            return path;
        return wanted is null ? null : throw new ConfigurationException($"{Section}:File is '{wanted}', and there is no file {path}; name a file below Models:Directory.");
    }

    private static Stream OpenShipped() => typeof(WeightsReader).Assembly.GetManifestResourceStream("fusion-occlusion.json")!;

    private static WeightsFile Parse(string name, Stream content)
    {
        using (content)
        {
            try
            {
                return JsonSerializer.Deserialize<WeightsFile>(content, s_json) ?? throw new ConfigurationException($"{name} is empty.");
            }
            catch (JsonException e)
            {
                throw new ConfigurationException($"{name} cannot be read: {e.Message}");
            }
        }
    }

    private static WeightTable Table(string? setting, string key, double[][] fromFile, string nameInFile) =>
        setting is null ? WeightTable.Create(nameInFile, fromFile) : WeightTable.Create($"{Section}:{key}", ParsePairs(setting, $"{Section}:{key}"));

    private static double[][] ParsePairs(string setting, string key) => [.. setting.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        pair.Split(':') is [var measure, var weight] && TryParse(measure, out var m) && TryParse(weight, out var w)
            ? new[] { m, w }
            : throw new ConfigurationException($"{key} has '{pair}'; a table is written as pairs of a measure and a weight, for instance 14:0.05 48:1."))];

    private static bool TryParse(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
