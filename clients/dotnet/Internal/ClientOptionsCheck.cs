namespace EmotionGrpc.Client.Internal;

/// <summary>Says in a sentence each what is wrong with a client's options.</summary>
internal static class ClientOptionsCheck
{
    private const int LeastMessage = 1024;
    private const int LargestMessage = 1024 * 1024 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public static IEnumerable<string> Faults(EmotionClientOptions options)
    {
        var hasAddress = Uri.TryCreate(options.Address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        if (!hasAddress)
            yield return $"Address is '{options.Address}'; allowed are http://HOST:PORT and https://HOST:PORT.";
        var credentials = new[] { options.ApiKey, options.BearerToken, options.BearerTokenFile }.Count(c => c != null);
        if (credentials > 1)
            yield return "More than one of ApiKey, BearerToken and BearerTokenFile is set; set one of them or none.";
        if (options.ApiKey is { } key && !IsHeaderValue(key))
            yield return "ApiKey is not a key; it is made of visible ASCII characters.";
        if (options.BearerToken is { } token && !IsHeaderValue(token))
            yield return "BearerToken is not a token; it is made of visible ASCII characters.";
        if (hasAddress && credentials > 0 && uri!.Scheme == "http" && !uri.IsLoopback && !options.AllowCredentialsWithoutTls)
            yield return $"Address is '{options.Address}' and a key or token is set: it would travel readable. Use https, or set AllowCredentialsWithoutTls.";
        if (options.ClientCertificateFile == null != (options.ClientKeyFile == null))
            yield return "Only one of ClientCertificateFile and ClientKeyFile is set; set both or none.";
        foreach (var (name, file) in Files(options))
        {
            if (file != null && !File.Exists(file))
                yield return $"{name} is '{file}', which is not a file.";
            else if (file != null && name != nameof(options.BearerTokenFile) && hasAddress && uri!.Scheme != "https")
                yield return $"{name} is set and Address is '{options.Address}'; certificates need https.";
        }

        if (options.MaximumMessageBytes is < LeastMessage or > LargestMessage)
            yield return $"MaximumMessageBytes is {options.MaximumMessageBytes}; allowed are {LeastMessage} to {LargestMessage}.";
        if (options.ConnectTimeout < TimeSpan.FromMilliseconds(1) || options.ConnectTimeout > LongestWait)
            yield return $"ConnectTimeout is {options.ConnectTimeout}; allowed are 1 ms to 10 min.";
        if (options.KeepAliveInterval < TimeSpan.FromSeconds(1) || options.KeepAliveInterval > LongestWait)
            yield return $"KeepAliveInterval is {options.KeepAliveInterval}; allowed are 1 s to 10 min.";
    }

    private static (string Name, string? File)[] Files(EmotionClientOptions options) =>
    [
        (nameof(options.BearerTokenFile), options.BearerTokenFile),
        (nameof(options.CertificateAuthorityFile), options.CertificateAuthorityFile),
        (nameof(options.ClientCertificateFile), options.ClientCertificateFile),
        (nameof(options.ClientKeyFile), options.ClientKeyFile),
    ];

    private static bool IsHeaderValue(string text) => text.Length > 0 && text.All(c => c is > ' ' and < (char)127);
}
