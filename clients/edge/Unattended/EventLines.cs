using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmotionGrpc.Edge.Unattended;

/// <summary>Writes what happens to cameras as JSON lines, for logs and the programs that read them. Never a result, never a picture.</summary>
internal sealed class EventLines(TextWriter output, TimeProvider time)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _lock = new();

    /// <param name="camera">Whose; null: the program's.</param>
    /// <param name="happened">What, for programs: "opened", "ended", "waiting", "reconnecting", "connected", "statistics", "started", "stopped".</param>
    /// <param name="reason">Why, a sentence for people.</param>
    /// <param name="figures">What belongs to it.</param>
    public void Tell(string? camera, string happened, string? reason = null, object? figures = null)
    {
        var line = JsonSerializer.Serialize(
            new { Time = time.GetUtcNow(), Camera = camera, Event = happened, Reason = string.IsNullOrEmpty(reason) ? null : reason, Figures = figures }, s_options);
        lock (_lock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}
