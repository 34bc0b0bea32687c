using EmotionGrpc.Client;
using EmotionGrpc.Edge.Commands;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>Makes the client of the server that the user named.</summary>
internal static class SuiteAddress
{
    /// <summary>Variable of the environment that holds the key; an argument would be seen by every user of the machine.</summary>
    public const string KeyVariable = "EMOTION_API_KEY";

    /// <exception cref="EdgeException">Address, key or certificates cannot be used.</exception>
    public static EmotionClient Connect(RunSettings settings)
    {
        try
        {
            var key = Environment.GetEnvironmentVariable(KeyVariable);
            return new EmotionClient(new EmotionClientOptions
            {
                Address = settings.Server,
                ApiKey = string.IsNullOrEmpty(key) ? null : key,
                CertificateAuthorityFile = settings.CertificateAuthority,
                ClientCertificateFile = settings.Certificate,
                ClientKeyFile = settings.CertificateKey,
            });
        }
        catch (ArgumentException e)
        {
            throw new EdgeException(ExitCode.WrongUsage, $"The server cannot be used like this: {Words(e)}", e);
        }
    }

    // The library names its options; the user knows them by the program's.
    private static string Words(ArgumentException e) => e.Message.Split(" (Parameter")[0]
        .Replace(nameof(EmotionClientOptions.CertificateAuthorityFile), "--ca", StringComparison.Ordinal)
        .Replace(nameof(EmotionClientOptions.ClientCertificateFile), "--certificate", StringComparison.Ordinal)
        .Replace(nameof(EmotionClientOptions.ClientKeyFile), "--key", StringComparison.Ordinal)
        .Replace(nameof(EmotionClientOptions.Address), "--server", StringComparison.Ordinal)
        .Replace(nameof(EmotionClientOptions.ApiKey), KeyVariable, StringComparison.Ordinal);
}
