using System.Diagnostics;
using System.Globalization;
using EmotionGrpc.Hosting;

namespace EmotionGrpc.Standalone;

/// <summary>Runs every service and the gateway in one process.</summary>
internal static class Suite
{
    private const string Port = "port";

    public static async Task<int> RunAsync(string[] args)
    {
        if (Configuration(args) is not { } configuration)
            return 1;
        var listen = configuration["Gateway:Listen"] ?? $"http://127.0.0.1:{configuration[Port] ?? "8080"}";
        var plan = new SuitePlan(configuration);
        return await ServiceHost.RunAllAsync([.. plan.Hosts(Rest(args), listen).Select(h => h.Build)], missing => Tell(listen, missing));
    }

    /// <summary>What the whole suite is told; null, and the reason is printed, where a file of settings is not one.</summary>
    private static IConfiguration? Configuration(string[] args)
    {
        var builder = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args);
        try
        {
            builder.AddSettingsFile(args);
        }
        catch (ConfigurationException e)
        {
            Console.Error.WriteLine(e.Message);
            return null;
        }

        return builder.Build();
    }

    /// <summary>The port is this program's own; everything else is for the services.</summary>
    private static string[] Rest(string[] args)
    {
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == $"--{Port}")
                i++;
            else if (!args[i].StartsWith($"--{Port}=", StringComparison.Ordinal))
                rest.Add(args[i]);
        }

        return [.. rest];
    }

    private static void Tell(string listen, IReadOnlyDictionary<string, string> missing)
    {
        var seconds = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalSeconds;
        var state = missing.Count == 0 ? "is ready" : "runs, but is not complete,";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"EmotionGrpc {state} after {seconds:0.0} s, all services in one process."));
        foreach (var (part, why) in missing)
            Console.WriteLine($"  missing         {part}: {why}");
        Console.WriteLine($"  dashboard       {listen}/");
        Console.WriteLine($"  gRPC, gRPC-Web  {listen}");
        Console.WriteLine($"  health          {listen}/livez  {listen}/readyz");
        Console.WriteLine($"  metrics         {listen}/metrics");
        Console.WriteLine("Press Ctrl-C to stop.");
    }
}
