using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Hosting;

/// <summary>Says in one sentence why a start failed.</summary>
internal static class StartFailure
{
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException e => string.Join(Environment.NewLine, e.Failures.Select(Sentence)),
        ConfigurationException e => e.Message,
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        // An unknown key or a value that does not parse: the binder's message names the key.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } e => e.Message,
        IOException { InnerException: { } inner } e when inner is SocketException || inner.GetType().Name == "AddressInUseException" =>
            $"{e.Message} Choose another address, or stop the program that uses it.",
        SocketException e => $"The address cannot be used: {e.Message}.",
        { InnerException: { } inner } => Explain(inner),
        _ => exception.GetType().Name == "ModelException" ? exception.Message : null,
    };

    /// <summary>Data annotations wrap the sentence into the names of classes, which say nothing to an operator.</summary>
    private static string Sentence(string failure)
    {
        const string before = "with the error: '";
        var at = failure.LastIndexOf(before, StringComparison.Ordinal);
        return at < 0 ? failure : failure[(at + before.Length)..].TrimEnd('.', '\'') + ".";
    }
}
