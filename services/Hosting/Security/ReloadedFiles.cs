using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Hosting.Security;

/// <summary>
/// What a few small files say, kept up to date. Contents are compared instead of watched for: notifications do not reach through the symbolic links that
/// Kubernetes swaps, and a certificate and its key are two files that change one after the other.
/// </summary>
/// <typeparam name="T">What is read.</typeparam>
public sealed class ReloadedFiles<T> : IReloaded
    where T : class
{
    private readonly string _what;
    private readonly IReadOnlyList<string> _paths;
    private readonly Func<IReadOnlyList<string>, T> _read;
    private readonly ILogger _logger;
    private volatile T _current;
    private string _known;
    private string? _seen;
    private string? _broken;

    /// <summary>Reads the files for the first time.</summary>
    /// <param name="what">What they are, for errors and logs, for instance "Gateway:Tls".</param>
    /// <param name="paths">The files.</param>
    /// <param name="read">Makes something of their texts; throws when it cannot.</param>
    /// <param name="logger">Told of changes.</param>
    /// <exception cref="ConfigurationException">They cannot be read.</exception>
    public ReloadedFiles(string what, IReadOnlyList<string> paths, Func<IReadOnlyList<string>, T> read, ILogger logger)
    {
        _what = what;
        _paths = paths;
        _read = read;
        _logger = logger;
        try
        {
            var texts = Texts();
            _current = read(texts);
            _known = Digest(texts);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            throw new ConfigurationException($"{what} cannot be used: {Sentence(e)}");
        }
    }

    /// <summary>What the files said when they were last whole.</summary>
    public T Current => _current;

    /// <inheritdoc/>
    public void Refresh()
    {
        try
        {
            var texts = Texts();
            var digest = Digest(texts);
            // Taken when it was the same twice: files are not all written at one moment.
            var settled = digest == Interlocked.Exchange(ref _seen, digest);
            if (!settled || digest == _known || digest == _broken)
                return;
            _broken = digest;
            _current = _read(texts);
            (_known, _broken) = (digest, null);
            HostingLog.FilesReloaded(_logger, _what);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            var sentence = Sentence(e);
            if (_broken is null || _seen == _broken || _seen != sentence)
                HostingLog.FilesBroken(_logger, _what, sentence);
        }
    }

    private static string Digest(IEnumerable<string> texts) =>
        Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\0', texts))));

    private static bool IsOfFile(Exception e) =>
        e is IOException or UnauthorizedAccessException or CryptographicException or FormatException or ArgumentException or ConfigurationException;

    private static string Sentence(Exception e) => e.Message.ReplaceLineEndings(" ");

    private string[] Texts() => [.. _paths.Select(File.ReadAllText)];
}
