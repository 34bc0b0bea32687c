using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Hosting.Telemetry;

/// <summary>How logs look and what is quiet unless configuration (<c>Logging:LogLevel</c>) says otherwise.</summary>
public static class LogOutput
{
    /// <summary>The setting: text (default) or json.</summary>
    public const string Key = "Logging:Format";

    private static readonly Dictionary<string, string?> s_quiet = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions.Hosting"] = "None", // The start itself says why it failed.
        ["Logging:LogLevel:Grpc"] = "Warning",
        // It logs every message that does not parse, with a stack: whoever sends rubbish would fill the disk. Faults of our own are logged by ErrorInterceptor.
        ["Logging:LogLevel:Grpc.AspNetCore.Server.ServerCallHandler"] = "Critical",
        // What these warn of is said by the services themselves, once and in one line.
        ["Logging:LogLevel:Yarp"] = "Error",
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
    };

    /// <summary>Whether log lines are JSON objects.</summary>
    /// <exception cref="ConfigurationException">The format is neither of the two.</exception>
    public static bool IsJson(IConfiguration configuration) => configuration[Key] switch
    {
        null or "text" => false,
        "json" => true,
        var other => throw new ConfigurationException($"{Key} is '{other}'; allowed are text and json."),
    };

    internal static void AddLogOutput(this WebApplicationBuilder builder)
    {
        // First, so that files, variables and arguments win.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = s_quiet });
        if (IsJson(builder.Configuration))
        {
            builder.Logging.AddJsonConsole(o =>
            {
                o.IncludeScopes = true;
                o.UseUtcTimestamp = true;
                o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
        else
        {
            builder.Logging.AddSimpleConsole(o =>
            {
                o.SingleLine = true;
                o.TimestampFormat = "HH:mm:ss ";
            });
        }
    }
}
