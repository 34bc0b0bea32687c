using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EmotionGrpc.Gateway.Access;

namespace EmotionGrpc.Gateway.Commands;

/// <summary><c>key new</c>: makes a key. The line for the key file goes to the output, the key itself, which is told this once, to the error output.</summary>
internal static class KeyCommand
{
    public static async Task<int> RunAsync(string[] args, TimeProvider time)
    {
        var name = new Option<string>("--name") { Description = "name of the key, which names its user to services and in the audit log", Required = true };
        name.Validators.Add(result => Check(result, Identity.IsName(result.GetValueOrDefault<string>() ?? ""), $"--name is not a name; {Identity.Allowed}."));
        var scopes = new Option<string>("--scopes")
        {
            Description = $"what it may be used for, separated by commas; {ScopeNames.Allowed}",
            DefaultValueFactory = _ => "recognize,watch",
        };
        scopes.Validators.Add(result => Check(result, Scopes(result.GetValueOrDefault<string>() ?? ""), $"--scopes has an unknown one; {ScopeNames.Allowed}."));
        var expires = new Option<string?>("--expires") { Description = "last day (2027-01-31, UTC) or days from now (90d); never by default" };
        expires.Validators.Add(result => Check(
            result, result.GetValueOrDefault<string?>() is not { } text || Expiry(text, time) > time.GetUtcNow(), "--expires must be a day to come (2027-01-31) or days from now (90d)."));

        var make = new Command("new", "makes a key: keys.jsonl gets the line that goes to the output, its user the key") { name, scopes, expires };
        make.SetAction(async parsed =>
        {
            var key = ApiKey.New();
            var ends = parsed.GetValue(expires) is { } text ? Expiry(text, time) : null;
            await Console.Error.WriteLineAsync($"The key, which is told only now: {key}");
            await Console.Out.WriteLineAsync(ApiKeyFile.Line(new ApiKeyRecord(parsed.GetValue(name)!, ApiKey.Hash(key), Names(parsed.GetValue(scopes)!), ends)));
            return 0;
        });
        var asked = new RootCommand("Keys of the gateway.") { make }.Parse(args);
        if (asked.Errors.Count == 0)
            return await asked.InvokeAsync();
        // Nothing but the line may reach the output, which is appended to the key file.
        foreach (var error in asked.Errors)
            await Console.Error.WriteLineAsync(error.Message);
        return 1;
    }

    private static void Check(OptionResult result, bool right, string sentence)
    {
        if (!right)
            result.AddError(sentence);
    }

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool Scopes(string text)
    {
        try
        {
            return ScopeNames.Parse(Names(text)) != Access.Scopes.None;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static DateTimeOffset? Expiry(string text, TimeProvider time)
    {
        if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and < 36_500)
            return DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().AddDays(days).ToUnixTimeSeconds());
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : null;
    }
}
