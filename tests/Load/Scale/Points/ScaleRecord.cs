using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmotionGrpc.Load.Scale.Points;

/// <summary>The points of one run of <c>bench scale</c>, as a file.</summary>
/// <param name="Seconds">Length of each point.</param>
/// <param name="Processors">Processors of the machine.</param>
/// <param name="Points">In the order in which they were measured.</param>
internal sealed record ScaleRecord(int Seconds, int Processors, IReadOnlyList<ScaleMeasurement> Points)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Size of a picture's file, in proportion to its pixels, of those with one person.</summary>
    [JsonIgnore]
    public double BytesPerMegapixel => Points.Where(p => p.Point.People == 1).Average(p => p.MeanBytes / p.Point.Megapixels);

    /// <summary>Reads a file; null: the record that is built in, of the run that docs/capacity.md tells of.</summary>
    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    public static ScaleRecord Read(string? path)
    {
        try
        {
            using var stream = path is null
                ? Assembly.GetExecutingAssembly().GetManifestResourceStream("measured.json") ?? throw new InvalidDataException("No record is built in.")
                : File.OpenRead(path);
            return JsonSerializer.Deserialize<ScaleRecord>(stream, s_json) is { Points.Count: > 0 } record
                ? record
                : throw new InvalidDataException($"{path} holds no points.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be read as points of bench scale: {e.Message}", e);
        }
    }

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, s_json) + "\n");
}
