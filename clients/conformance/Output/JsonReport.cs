using System.Text.Json;
using EmotionGrpc.Conformance.Checks;

namespace EmotionGrpc.Conformance.Output;

/// <summary>Lines of JSON.</summary>
internal sealed class JsonReport(TextWriter output) : Report
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public override void Write(CheckResult result) => Write(new
    {
        check = result.Check.Name,
        passed = result.Passed,
        rule = result.Check.Rule,
        violation = result.Violation,
        milliseconds = Math.Round(result.Duration.TotalMilliseconds, 1),
    });

    public override void Write(int passed, int failed) => Write(new { passed, failed });

    private void Write(object value) => output.WriteLine(JsonSerializer.Serialize(value, s_json));
}
