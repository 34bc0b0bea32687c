using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using EmotionGrpc.Operations.Tests.Suite;
using EmotionGrpc.TestSupport;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Operations.Tests.Logs;

[Collection(ObservedCollection.Name)]
public sealed partial class LogEventsTests(ObservedSuite suite)
{
    private static readonly Dictionary<string, (int From, int To)> s_ranges = new()
    {
        ["EmotionGrpc.Hosting"] = (1000, 1099),
        ["EmotionGrpc.Detection"] = (1100, 1199),
        ["EmotionGrpc.Streams"] = (1300, 1399),
        ["EmotionGrpc.Inference"] = (1400, 1499),
        ["EmotionGrpc.Fusion"] = (4000, 4099),
        ["EmotionGrpc.Gateway"] = (5000, 5099),
    };

    [Fact]
    public void Messages_InTheCode_HaveUniqueIdsInTheRangeOfTheirAssembly()
    {
        var messages = Messages();
        Assert.NotEmpty(messages);
        Assert.Equal(messages.Count, messages.Select(m => m.Event.EventId).Distinct().Count());
        Assert.All(messages, m => Assert.InRange(m.Event.EventId, s_ranges[m.Assembly].From, s_ranges[m.Assembly].To));
    }

    [Fact]
    public void Messages_InTheCode_AreThoseOfTheTable()
    {
        var table = File.ReadLines(Path.Combine(Repository.Root, "docs", "log-events.md")).Select(l => Row().Match(l)).Where(m => m.Success)
            .Select(m => (int.Parse(m.Groups[1].Value, null), m.Groups[2].Value));
        Assert.Equal(Messages().Select(m => (m.Event.EventId, m.Event.Message)).OrderBy(m => m.EventId), table);
    }

    [Fact]
    public void Lines_OfEveryService_AreJsonObjectsWithAnEventId()
    {
        foreach (var (name, service) in suite.Services)
        {
            var lines = service.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(lines.Length > 10, $"{name} logs {lines.Length} lines.");
            Assert.All(lines, line =>
            {
                using var entry = JsonDocument.Parse(line);
                Assert.True(entry.RootElement.GetProperty("EventId").ValueKind == JsonValueKind.Number);
                Assert.EndsWith("Z", entry.RootElement.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
            });
        }

        Assert.Contains("\"EventId\":4004", suite.Services["fusion"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnknownFormat_StopsWithOneSentence()
    {
        var (exit, _, error) = await ServiceProcess.RunAsync("BodyStream", "--Logging:Format=xml");
        Assert.Equal((1, "Logging:Format is 'xml'; allowed are text and json."), (exit, error));
    }

    private static List<(string Assembly, LoggerMessageAttribute Event)> Messages() =>
    [
        .. from path in Directory.EnumerateFiles(AppContext.BaseDirectory, "EmotionGrpc.*.dll")
           where !path.Contains("Tests", StringComparison.Ordinal)
           let assembly = Assembly.Load(Path.GetFileNameWithoutExtension(path))
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message != null
           select (assembly.GetName().Name!, message),
    ];

    [GeneratedRegex(@"^\| (\d{4}) \| \w+ \| (.+) \|$")]
    private static partial Regex Row();
}
