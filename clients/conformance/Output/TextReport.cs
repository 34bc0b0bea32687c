using EmotionGrpc.Conformance.Checks;

namespace EmotionGrpc.Conformance.Output;

/// <summary>Lines for people.</summary>
internal sealed class TextReport(TextWriter output) : Report
{
    public override void Write(CheckResult result)
    {
        output.WriteLine($"{(result.Passed ? "passed" : "FAILED")}  {result.Check.Name,-28}{result.Check.Rule}");
        if (result.Violation is { } violation)
            output.WriteLine($"{"",-36}But: {violation}");
    }

    public override void Write(int passed, int failed) => output.WriteLine($"{passed} passed, {failed} failed");
}
