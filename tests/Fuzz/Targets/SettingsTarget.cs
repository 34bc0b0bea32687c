using System.Text;
using EmotionGrpc.BodyStream;
using EmotionGrpc.Detection;
using EmotionGrpc.FaceStream;
using EmotionGrpc.Fusion;
using EmotionGrpc.Fuzz.Mutation;
using EmotionGrpc.Gateway;
using EmotionGrpc.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fuzz.Targets;

/// <summary>The settings of every service, one <c>Key=value</c> a line: a start goes on or is refused by a sentence.</summary>
internal sealed class SettingsTarget : FuzzTarget
{
    private static readonly (string Name, Type Options, Func<string[], IReadOnlyDictionary<string, string?>?, WebApplication> Build)[] s_services =
    [
        ("Detection", typeof(DetectionOptions), DetectionHost.Build),
        ("FaceStream", typeof(FaceStreamOptions), FaceStreamHost.Build),
        ("BodyStream", typeof(BodyStreamOptions), BodyStreamHost.Build),
        ("Fusion", typeof(FusionServiceOptions), FusionHost.Build),
        ("Gateway", typeof(GatewayOptions), GatewayHost.Build),
    ];

    private static readonly string[] s_values =
        ["", " ", "0", "1", "-1", "0.5", "1e99", "NaN", "99999999999999999999", "true", "none", "http://127.0.0.1:1", "https://[::1]:0", "unix:/tmp/x.sock", "http://", "a,b", "14:0.05 48:1", "\0", "🙂"];

    private readonly byte[][] _seeds = [.. s_services.Select(s => Seed(s.Name, s.Options))];

    public override string Name => "settings";

    public override int Share => 10;

    public override IReadOnlyList<byte[]> Seeds => _seeds;

    public override byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        var lines = Lines(input).ToList();
        var more = Lines(other).ToList();
        for (var changes = 1 + random.Next(4); changes > 0 && lines.Count > 0; changes--)
        {
            var at = random.Next(lines.Count);
            var key = lines[at].Split('=')[0];
            switch (random.Next(5))
            {
                case 0:
                    lines.RemoveAt(at);
                    break;
                case 1 when more.Count > 0:
                    lines.Add(more[random.Next(more.Count)]);
                    break;
                case 2:
                    lines[at] = Encoding.UTF8.GetString(new ByteMutator(random).Mutate(Encoding.UTF8.GetBytes(lines[at]), []));
                    break;
                default:
                    lines[at] = $"{key}={s_values[random.Next(s_values.Length)]}";
                    break;
            }
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    public override async ValueTask<string> RunAsync(byte[] input)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Lines(input))
        {
            if (line.Split('=', 2) is [var key, var value])
                settings[key] = value;
        }

        var (_, _, build) = s_services.FirstOrDefault(s => settings.Keys.Any(k => k.StartsWith(s.Name, StringComparison.OrdinalIgnoreCase)), s_services[0]);
        WebApplication? app = null;
        try
        {
            app = build([], settings);
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            return "valid";
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            return Answer.Kind(sentence);
        }
        finally
        {
            if (app is not null)
                await app.DisposeAsync();
        }
    }

    private static string? Sentence(Exception exception) => StartFailure.Explain(exception) is { Length: > 0 } sentence ? sentence : null;

    private static string[] Lines(byte[] input) => Encoding.UTF8.GetString(input).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static byte[] Seed(string section, Type type)
    {
        var options = Activator.CreateInstance(type)!;
        var lines = type.GetProperties()
            .Where(p => p.PropertyType.Namespace == "System")
            .Select(p => FormattableString.Invariant($"{section}:{p.Name}={p.GetValue(options)}"));
        return Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(l => l == $"{section}:Listen=" ? $"{section}:Listen=http://127.0.0.1:8080" : l)));
    }
}
