using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EmotionGrpc.Hosting.Telemetry;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Hosting.Security;

/// <summary>How a service's port speaks TLS, from files that may change while it runs: new connections use the new ones, old connections live on.</summary>
internal sealed class ServerTls : IReloaded
{
    private readonly ReloadedFiles<SslServerAuthenticationOptions> _files;
    private readonly string _setting;
    private readonly IReadOnlyList<string> _names;
    private readonly ILogger _logger;

    /// <exception cref="ConfigurationException">The files cannot be used.</exception>
    public ServerTls(string section, TlsOptions options, ILogger<ServerTls> logger)
    {
        _setting = $"{section}:Tls";
        _names = options.Names;
        _logger = logger;
        string[] paths = options.ClientCa.Length > 0 ? [options.Certificate, options.Key, options.ClientCa] : [options.Certificate, options.Key];
        _files = new ReloadedFiles<SslServerAuthenticationOptions>(_setting, paths, Build, logger);
    }

    /// <summary>For the next connection.</summary>
    public SslServerAuthenticationOptions Current => _files.Current;

    public void Refresh()
    {
        _files.Refresh();
        HostingMeter.Certificate(_setting, Current.ServerCertificateContext!.TargetCertificate.NotAfter);
    }

    private SslServerAuthenticationOptions Build(IReadOnlyList<string> texts)
    {
        var identity = PemIdentity.Read(texts[0], texts[1]);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = identity.Context,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
        if (texts.Count < 3)
            return options;
        var authorities = PemAuthorities.Read(texts[2]);
        options.ClientCertificateRequired = true;
        // A resumed connection would not show its certificate to authorities that have changed since.
        options.AllowTlsResume = false;
        options.RemoteCertificateValidationCallback = (_, certificate, chain, _) => Accept(authorities, certificate, chain);
        return options;
    }

    private bool Accept(PemAuthorities authorities, X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is not X509Certificate2 peer)
        {
            HostingLog.ClientWithoutCertificate(_logger);
            return false;
        }

        if (!authorities.Trust(peer, chain, PemAuthorities.ClientAuthentication, out var why))
        {
            HostingLog.ClientCertificateRefused(_logger, peer.Subject, why);
            return false;
        }

        var names = PeerNames.Of(peer);
        if (_names.Count == 0 || names.Any(n => _names.Contains(n, StringComparer.OrdinalIgnoreCase)))
            return true;
        HostingLog.ClientCertificateRefused(_logger, peer.Subject, "Its name is not among those that are allowed.");
        return false;
    }
}
