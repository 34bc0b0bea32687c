using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EmotionGrpc.Eval.Output;

/// <summary>Prints the outcome on standard output: tables for people, or one line of JSON.</summary>
internal sealed class Report(bool json)
{
    private const int RedirectedWidth = 160;

    public static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Prints the outcome; the tables are made only where they are printed.</summary>
    public void Print<T>(T outcome, Func<IEnumerable<IRenderable>> tables)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(outcome, JsonOptions));
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = RedirectedWidth;
        foreach (var table in tables())
            console.Write(table);
    }
}
