using System.Text.RegularExpressions;
using Google.Rpc;
using Grpc.Core;

namespace EmotionGrpc.Conformance.Checks;

/// <summary>Says what a target must have done, and throws what it did instead.</summary>
internal static partial class Expect
{
    /// <summary>Scores that may differ by the order of additions only.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>Something must hold.</summary>
    public static void That(bool holds, FormattableString otherwise)
    {
        if (!holds)
            throw new ViolationException(FormattableString.Invariant(otherwise));
    }

    /// <summary>Numbers must be the same.</summary>
    public static void Same(IReadOnlyList<float> expected, IReadOnlyList<float> actual, string what)
    {
        That(expected.Count == actual.Count, $"{what}: {expected.Count} numbers were expected, {actual.Count} came.");
        for (var i = 0; i < expected.Count; i++)
            Near(expected[i], actual[i], $"{what}, number {i}");
    }

    /// <summary>A number must be the same.</summary>
    public static void Near(double expected, double actual, string what) =>
        That(Math.Abs(expected - actual) <= Tolerance, $"{what} is {actual:0.#####}; {expected:0.#####} was expected, within {Tolerance}.");

    /// <summary>A call must be refused.</summary>
    /// <param name="code">How.</param>
    /// <param name="call">The call.</param>
    /// <param name="naming">What the sentence or a google.rpc.BadRequest must name; null: nothing.</param>
    public static async Task RefusedAsync(StatusCode code, Func<Task> call, string? naming = null)
    {
        try
        {
            await call();
        }
        catch (RpcException e) when (e.StatusCode == code)
        {
            That(naming is null || Names(e, naming), $"{Name(code)} came as it must, but neither its sentence (\"{e.Status.Detail}\") nor a google.rpc.BadRequest names \"{naming}\".");
            return;
        }
        catch (RpcException e)
        {
            throw new ViolationException($"{Name(code)} was expected; {Name(e.StatusCode)} came: {e.Status.Detail}");
        }

        throw new ViolationException($"{Name(code)} was expected; the call was answered as if nothing were wrong.");
    }

    /// <summary>A status as the specification of gRPC writes it.</summary>
    public static string Name(StatusCode code) => Words().Replace(code.ToString(), "_").ToUpperInvariant();

    private static bool Names(RpcException e, string name) =>
        e.Status.Detail.Contains(name, StringComparison.Ordinal)
        || (e.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.Any(v => v.Field.Contains(name, StringComparison.Ordinal)) ?? false);

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Words();
}
