using System.CommandLine;
using System.Globalization;
using EmotionGrpc.Edge.Streaming;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Commands;

/// <summary>The options that streaming and analysing share.</summary>
internal sealed class RunOptions
{
    private readonly Option<string> _server = new("--server")
    {
        Description = $"Address of the server. A key for it is read from the variable {SuiteAddress.KeyVariable}.",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8080",
    };

    private readonly Option<string?> _authority = new("--ca") { Description = "PEM file of who signed the server's certificate (default: the system's authorities).", HelpName = "FILE" };
    private readonly Option<string?> _certificate = new("--certificate") { Description = "PEM file of the certificate to show to the server, with --key.", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--key") { Description = "PEM file of the certificate's key.", HelpName = "FILE" };
    private readonly Option<double?> _fps = Number("--fps", "F", "Send at most F frames per second; a folder of pictures is played at F (default 10).", 0.1, 240);
    private readonly Option<int?> _maxWidth = Whole("--max-width", "W", "Scale frames that are wider than W pixels down before sending.", 64, 8192);
    private readonly Option<int?> _quality = Whole("--quality", "Q", "JPEG quality of the frames that are sent (default 90).", 1, 100);
    private readonly Option<string?> _policy = new("--policy") { Description = $"Fusion policy: {PolicyNames.Allowed} (default: the server's).", HelpName = "P" };
    private readonly Option<int?> _segments = Whole("--segments", "N", "Segments in the consensus (default: the server's).", 1, 64);
    private readonly Option<double?> _window = Number("--window", "S", "Seconds that the segments span (default: the server's).", 0.1, 60);
    private readonly Option<int?> _cadence = Whole("--cadence", "N", "Frames at most from one search for persons to the next (default: the server's); above 1 costs the server less and shows new persons later.", 1, 100);
    private readonly Option<string?> _name = new("--name") { Description = "Name of the session in lists and dashboards (default: the source's).", HelpName = "NAME" };
    private readonly Option<int?> _frames = Whole("--frames", "N", "Stop after N frames.", 1, int.MaxValue);
    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as one JSON object and nothing else." };

    public RunOptions(Command command)
    {
        _policy.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && PolicyNames.Parse(name) == null)
                result.AddError($"'{name}' is not a fusion policy; allowed are {PolicyNames.Allowed}.");
        });
        _name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { Length: > 64 })
                result.AddError("The name is too long; it may have 64 characters.");
        });
        _server.Validators.Add(result =>
        {
            var server = result.GetValueOrDefault<string>();
            if (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                result.AddError($"'{server}' is not the address of a server; write http://HOST:PORT or https://HOST:PORT.");
        });
        foreach (var option in new Option[] { _server, _authority, _certificate, _key, _fps, _maxWidth, _quality, _policy, _segments, _window, _cadence, _name, _frames, Explain, Redact, _json })
            command.Add(option);
    }

    /// <summary>Whether to ask for evidence.</summary>
    public Option<bool> Explain { get; } = new("--explain")
    {
        Description = "Ask where in the picture the models find their evidence: heat in the annotated video, heatmaps in the results.",
    };

    /// <summary>Whether to paint faces over.</summary>
    public Option<bool> Redact { get; } = new("--redact")
    {
        Description = "Paint every face over in the annotated video; a picture without a result is painted whole.",
    };

    /// <summary>Reads what was typed.</summary>
    public RunSettings Read(ParseResult result, string source) => new()
    {
        Source = source,
        Server = result.GetRequiredValue(_server),
        CertificateAuthority = result.GetValue(_authority),
        Certificate = result.GetValue(_certificate),
        CertificateKey = result.GetValue(_key),
        FramesPerSecond = result.GetValue(_fps),
        MaximumWidth = result.GetValue(_maxWidth),
        Quality = result.GetValue(_quality) ?? 90,
        Policy = result.GetValue(_policy) is { } policy ? PolicyNames.Parse(policy)!.Value : FusionPolicy.Unspecified,
        Segments = (uint)(result.GetValue(_segments) ?? 0),
        Window = result.GetValue(_window),
        Cadence = (uint)(result.GetValue(_cadence) ?? 0),
        Name = result.GetValue(_name),
        Frames = result.GetValue(_frames),
        Explain = result.GetValue(Explain),
        Redact = result.GetValue(Redact),
        Json = result.GetValue(_json),
    };

    private static Option<int?> Whole(string name, string help, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = help };
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                return value;
            result.AddError($"'{text}' does not fit {name}; it wants a whole number from {least} {(most == int.MaxValue ? "on" : $"to {most}")}.");
            return null;
        };
        return option;
    }

    private static Option<double?> Number(string name, string help, string description, double least, double most)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = help };
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                return value;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"'{text}' does not fit {name}; it wants a number from {least} to {most}."));
            return null;
        };
        return option;
    }
}
