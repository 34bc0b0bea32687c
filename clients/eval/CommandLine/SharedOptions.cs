using System.CommandLine;
using System.CommandLine.Parsing;

namespace EmotionGrpc.Eval.CommandLine;

/// <summary>Options that several commands have.</summary>
internal sealed class SharedOptions
{
    public Option<Uri> Server { get; } = new("--server")
    {
        Description = "Address of the suite's gateway.",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
        CustomParser = ParseServer,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one line of JSON with everything, and nothing else." };

    public Option<FileInfo?> Out { get; } = new("--out") { Description = "Also write one line of JSON for every item to this file." };

    public Option<int> Parallel { get; } = Number("--parallel", "Requests in flight, 1 to 64.", 1, 64, 4);

    /// <summary>An option that is a whole number in a range.</summary>
    public static Option<int> Number(string name, string description, int least, int most, int byDefault)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => byDefault };
        option.CustomParser = argument =>
        {
            if (int.TryParse(argument.Tokens[0].Value, out var value) && value >= least && value <= most)
                return value;
            argument.AddError($"{name} is '{argument.Tokens[0].Value}'; it must be a whole number from {least} to {most}.");
            return byDefault;
        };
        return option;
    }

    private static Uri? ParseServer(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            return uri;
        argument.AddError($"--server is '{text}'; it must be http://HOST:PORT or https://HOST:PORT.");
        return null;
    }
}
