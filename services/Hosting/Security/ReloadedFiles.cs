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

    // What the last look saw, and what was last acted upon: a digest of the texts, or why they could not be read.
    private string _seen;
    private string _judged;

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
            _seen = _judged = Digest(texts);
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
        string[]? texts = null;
        string sight;
        try
        {
            texts = Texts();
            sight = Digest(texts);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            sight = Sentence(e);
        }

        // Acted upon when it was the same twice: files are not all written at one moment.
        var settled = sight == _seen;
        _seen = sight;
        if (!settled || sight == _judged)
            return;
        _judged = sight;
        if (texts is null)
            HostingLog.FilesBroken(_logger, _what, sight);
        else
            Adopt(texts);
    }

    private static string Digest(IEnumerable<string> texts) =>
        Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\0', texts))));

    private static bool IsOfFile(Exception e) =>
        e is IOException or UnauthorizedAccessException or CryptographicException or FormatException or ArgumentException or ConfigurationException;

    private static string Sentence(Exception e) => e.Message.ReplaceLineEndings(" ");

    private void Adopt(string[] texts)
    {
        try
        {
            _current = _read(texts);
            HostingLog.FilesReloaded(_logger, _what);
        }
        catch (Exception e)
        {
            // Whatever a file holds, it must not stop a service that runs.
            HostingLog.FilesBroken(_logger, _what, Sentence(e));
        }
    }

    private string[] Texts() => [.. _paths.Select(File.ReadAllText)];
}
