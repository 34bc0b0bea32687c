using System.CommandLine;
using System.CommandLine.Invocation;
using EmotionGrpc.Conformance.Checks;
using EmotionGrpc.Conformance.Output;
using Grpc.Core;
using Grpc.Net.Client;

namespace EmotionGrpc.Conformance.CommandLine;

/// <summary>The command line of <c>emotion-conformance</c>.</summary>
internal static class ConformanceCommand
{
    /// <summary>Runs the checks that the arguments ask for.</summary>
    /// <returns>The process's exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(string[] args)
    {
        var target = new Option<Uri>("--target")
        {
            Description = "Address of the service, for instance http://127.0.0.1:8082.",
            HelpName = "URL",
            Required = true,
            CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : Refuse(result),
        };
        var service = new Option<string>("--service") { Description = $"What it serves: {string.Join(", ", CheckCatalog.Services)}.", HelpName = "NAME", Required = true };
        service.AcceptOnlyFromAmong([.. CheckCatalog.Services]);
        var only = new Option<string?>("--only") { Description = "Run only the checks whose name contains this.", HelpName = "TEXT" };
        var json = new Option<bool>("--json") { Description = "Print a line of JSON for each check and one for the sums." };
        var root = new RootCommand(
            "Runs the checks of the contract (protos/emotion/v1) against an implementation of a service, in any language, and tells what passed and what failed, each with the rule behind it.\n\n"
            + "Exit codes: 0 every check passed, 1 one failed, 2 wrong usage, 4 the target does not answer or does not serve that.")
        {
            target, service, only, json,
        };
        root.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(target), result.GetRequiredValue(service), result.GetValue(only) ?? "", Report.Create(result.GetValue(json), Console.Out), cancellationToken));
        var parsed = root.Parse(args);
        if (parsed.Action is not ParseErrorAction)
            return await parsed.InvokeAsync();
        await Console.Error.WriteLineAsync(parsed.Errors[0].Message);
        return (int)ExitCode.Usage;
    }

    private static Uri? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"--target is '{result.Tokens[0].Value}'; it must be an address as http://HOST:PORT or https://HOST:PORT.");
        return null;
    }

    private static async Task<int> RunAsync(Uri target, string service, string only, Report report, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(target, new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        IReadOnlyList<Check> checks;
        try
        {
            checks = await CheckCatalog.OpenAsync(service, channel, cancellationToken);
        }
        catch (RpcException e)
        {
            await Console.Error.WriteLineAsync(e.StatusCode == StatusCode.Unimplemented
                ? $"{target} does not serve {service}."
                : $"{target} does not answer as {service}: {e.StatusCode}, {e.Status.Detail}");
            return (int)ExitCode.NoTarget;
        }

        var chosen = checks.Where(c => c.Name.Contains(only, StringComparison.Ordinal)).ToList();
        if (chosen.Count == 0)
        {
            await Console.Error.WriteLineAsync($"No check of {service} has '{only}' in its name; there are: {string.Join(", ", checks.Select(c => c.Name))}.");
            return (int)ExitCode.Usage;
        }

        var failed = 0;
        foreach (var check in chosen)
        {
            var result = await CheckRunner.RunAsync(check, cancellationToken);
            failed += result.Passed ? 0 : 1;
            report.Write(result);
        }

        report.Write(chosen.Count - failed, failed);
        return (int)(failed == 0 ? ExitCode.Passed : ExitCode.Failed);
    }
}
