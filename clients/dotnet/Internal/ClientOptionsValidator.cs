using Microsoft.Extensions.Options;

namespace EmotionGrpc.Client.Internal;

/// <summary>Stops a host whose client's options are wrong.</summary>
internal sealed class ClientOptionsValidator(string? client) : IValidateOptions<EmotionClientOptions>
{
    public ValidateOptionsResult Validate(string? name, EmotionClientOptions options)
    {
        if (name != (client ?? Options.DefaultName))
            return ValidateOptionsResult.Skip;
        var faults = ClientOptionsCheck.Faults(options).Select(f => $"EmotionClient{(client == null ? "" : $" '{client}'")}: {f}").ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
