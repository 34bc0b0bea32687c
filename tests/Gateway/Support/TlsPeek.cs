using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>Shakes hands over TLS and tells what the server showed.</summary>
internal static class TlsPeek
{
    /// <param name="port">A port of the loopback.</param>
    /// <param name="pki">The authority that the client trusts.</param>
    /// <param name="protocol">What is offered by ALPN.</param>
    /// <param name="client">What the client shows; null: nothing.</param>
    /// <returns>The server's certificate and the protocol that it chose; null when it ends the connection instead of serving.</returns>
    public static async Task<(string Thumbprint, SslApplicationProtocol Protocol)?> AtAsync(int port, TestPki pki, SslApplicationProtocol protocol, PemFiles? client = null)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", port);
        await using var tls = new SslStream(socket.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "127.0.0.1",
                    ApplicationProtocols = [protocol],
                    ClientCertificates = client is null ? null : [client.Load()],
                    CertificateChainPolicy = pki.Policy(),
                },
                Patience.Token);
            // In TLS 1.3 a client learns only now whether its certificate was taken.
            await tls.WriteAsync("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), Patience.Token);
            if (await tls.ReadAsync(new byte[1], Patience.Token) == 0)
                return null;
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return null;
        }

        return (((X509Certificate2)tls.RemoteCertificate!).Thumbprint, tls.NegotiatedApplicationProtocol);
    }
}
