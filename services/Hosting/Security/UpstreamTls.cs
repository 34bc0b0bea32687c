using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EmotionGrpc.Hosting.Telemetry;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Hosting.Security;

/// <summary>How a service speaks TLS to others, from files that may change while it runs: new connections use the new ones.</summary>
public sealed class UpstreamTls : IReloaded
{
    private readonly string _setting;
    private readonly ReloadedFiles<PemAuthorities>? _authorities;
    private readonly ReloadedFiles<PemIdentity>? _identity;

    /// <summary>Reads the files.</summary>
    /// <param name="section">Name of the configuration section, for errors and logs.</param>
    /// <param name="options">Where they are.</param>
    /// <param name="logger">Told of changes.</param>
    /// <exception cref="ConfigurationException">A file cannot be used, or only one of a certificate and its key is set.</exception>
    public UpstreamTls(string section, UpstreamTlsOptions options, ILogger<UpstreamTls> logger)
    {
        _setting = $"{section}:UpstreamTls";
        if (options.Certificate.Length > 0 != options.Key.Length > 0)
            throw new ConfigurationException($"Only one of {section}:UpstreamTls:Certificate and {section}:UpstreamTls:Key is set; name both PEM files or none.");
        if (options.Ca.Length > 0)
            _authorities = new ReloadedFiles<PemAuthorities>($"{section}:UpstreamTls:Ca", [options.Ca], texts => PemAuthorities.Read(texts[0]), logger);
        if (options.Certificate.Length > 0)
        {
            _identity = new ReloadedFiles<PemIdentity>(
                _setting, [options.Certificate, options.Key], texts => PemIdentity.Read(texts[0], texts[1]), logger);
        }
    }

    /// <inheritdoc/>
    public void Refresh()
    {
        _authorities?.Refresh();
        _identity?.Refresh();
        if (_identity is { Current.Certificate.NotAfter: var notAfter })
            HostingMeter.Certificate(_setting, notAfter);
    }

    internal void Configure(SslClientAuthenticationOptions options)
    {
        // Asked anew for each connection, so files that changed count at once.
        if (_identity is { } identity)
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => identity.Current.Certificate;
        if (_authorities is { } authorities)
        {
            options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                certificate is X509Certificate2 peer
                && (errors & (SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateNotAvailable)) == 0
                && authorities.Current.Trust(peer, chain, PemAuthorities.ServerAuthentication, out string _);
        }
    }
}
