using System.Net;
using System.Net.Security;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>
/// Asks a running service whether it is ready, in place of starting one: <c>--probe http://127.0.0.1:8080/readyz</c>. An image that holds nothing else that
/// speaks HTTP can so tell its health.
/// </summary>
internal static class ReadinessProbe
{
    private const string Argument = "--probe";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    /// <summary>Whether the command line asks for a probe and nothing else.</summary>
    public static bool IsAskedFor(string[] args) => args is [Argument, ..];

    /// <returns>The process's exit code: 0 when the service answers that it is ready, else 1, and what it answers is printed.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [_, var address] || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync($"{Argument} needs one address and nothing else, for instance {Argument} http://127.0.0.1:8080/readyz.");
            return 1;
        }

        try
        {
            using var handler = new SocketsHttpHandler();
            // What listens on this machine's loopback is the service itself, and its certificate is for another name.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) => uri.IsLoopback || errors == SslPolicyErrors.None;
            using var http = new HttpClient(handler) { Timeout = s_timeout };
            using var answer = await http.GetAsync(uri);
            if (answer.StatusCode == HttpStatusCode.OK)
                return 0;
            await Console.Error.WriteLineAsync($"{uri} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{uri} does not answer: {e.Message}");
        }

        return 1;
    }
}
