using EmotionGrpc.Conformance.Checks;

namespace EmotionGrpc.Conformance.Output;

/// <summary>Tells results as they come.</summary>
internal abstract class Report
{
    /// <summary>A report for people, or one for programs.</summary>
    public static Report Create(bool json, TextWriter output) => json ? new JsonReport(output) : new TextReport(output);

    /// <summary>One check has ended.</summary>
    public abstract void Write(CheckResult result);

    /// <summary>All checks have ended.</summary>
    public abstract void Write(int passed, int failed);
}
