using System.Diagnostics;
using Grpc.Core;

namespace EmotionGrpc.Conformance.Checks;

/// <summary>Runs a check, whatever the target does.</summary>
internal static class CheckRunner
{
    /// <summary>A check that takes this long hangs. Not a matter of speed.</summary>
    private static readonly TimeSpan s_hangs = TimeSpan.FromSeconds(60);

    /// <summary>Runs.</summary>
    public static async Task<CheckResult> RunAsync(Check check, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_hangs);
        string? violation = null;
        try
        {
            await check.RunAsync(patience.Token);
        }
        catch (ViolationException e)
        {
            violation = e.Message;
        }
        catch (Exception e) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested && e is OperationCanceledException or RpcException)
        {
            violation = $"It did not end within {s_hangs.TotalSeconds:0} s.";
        }
        catch (RpcException e)
        {
            violation = $"The call ended with {Expect.Name(e.StatusCode)}: {e.Status.Detail}";
        }
#pragma warning disable CA1031 // Whatever a target answers, the other checks are run.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            violation = $"The answer is not what the check can go on with ({e.Message})";
        }

        return new CheckResult(check, violation, clock.Elapsed);
    }
}
