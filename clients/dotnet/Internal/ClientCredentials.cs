using Grpc.Core;
using Grpc.Net.Client;

namespace EmotionGrpc.Client.Internal;

/// <summary>Puts a key or token into the metadata of every call.</summary>
internal static class ClientCredentials
{
    public static void Apply(EmotionClientOptions options, GrpcChannelOptions channel)
    {
        if (Of(options) is not { } credentials)
            return;
        var secure = new Uri(options.Address).Scheme == "https";
        channel.Credentials = ChannelCredentials.Create(secure ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure, credentials);
        // Whether that may be is checked with the options.
        channel.UnsafeUseInsecureChannelCallCredentials = !secure;
    }

    private static CallCredentials? Of(EmotionClientOptions options)
    {
        if (options.ApiKey is { } key)
            return CallCredentials.FromInterceptor((_, headers) => Add(headers, "x-api-key", key));
        if (options.BearerToken is { } token)
            return CallCredentials.FromInterceptor((_, headers) => Add(headers, "authorization", $"Bearer {token}"));
        if (options.BearerTokenFile is { } file)
            return CallCredentials.FromInterceptor(async (context, headers) => headers.Add("authorization", $"Bearer {await ReadAsync(file, context.CancellationToken).ConfigureAwait(false)}"));
        return null;
    }

    private static Task Add(Metadata headers, string name, string value)
    {
        headers.Add(name, value);
        return Task.CompletedTask;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken) =>
        (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim();
}
