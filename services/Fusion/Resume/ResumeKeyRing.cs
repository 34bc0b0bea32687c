using System.Security.Cryptography;
using System.Text;
using EmotionGrpc.Hosting;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Resume;

/// <summary>The keys that seal and open resume tokens: the first one seals, all of them open. So a key is exchanged without a token lost.</summary>
internal sealed class ResumeKeyRing
{
    private const int KeyLength = 32;
    private const int MaximumIdLength = 32;
    private const string Allowed = "allowed are keys as ID:BASE64, separated by commas, an id of 1 to 32 letters, digits and hyphens, a key of 32 random bytes (openssl rand -base64 32)";

    // In order: the first seals.
    private readonly List<(byte[] Id, byte[] Key)> _keys = [];

    /// <exception cref="ConfigurationException">A key is not one. The sentence does not repeat it.</exception>
    public ResumeKeyRing(IOptions<FusionServiceOptions> options, ILogger<ResumeKeyRing> logger)
    {
        foreach (var text in options.Value.ResumeKeys.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            _keys.Add(Read(text));
        if (_keys.DistinctBy(k => Encoding.ASCII.GetString(k.Id)).Count() != _keys.Count)
            throw new ConfigurationException($"Fusion:ResumeKeys names an id twice; {Allowed}.");
        if (_keys.Count > 0)
            return;
        // An id of its own: the token of another process is told from one that was changed.
        _keys.Add((Encoding.ASCII.GetBytes($"process-{RandomNumberGenerator.GetHexString(16, lowercase: true)}"), RandomNumberGenerator.GetBytes(KeyLength)));
        FusionLog.ResumeKeyOfThisProcess(logger);
    }

    /// <summary>The key that seals.</summary>
    public (byte[] Id, byte[] Key) Sealing => _keys[0];

    /// <summary>The key of an id; null when it is not known.</summary>
    public byte[]? Find(ReadOnlySpan<byte> id)
    {
        foreach (var (known, key) in _keys)
        {
            if (id.SequenceEqual(known))
                return key;
        }

        return null;
    }

    private (byte[] Id, byte[] Key) Read(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var id = colon < 0 ? "" : text[..colon];
        var place = _keys.Count + 1;
        if (id.Length is 0 or > MaximumIdLength || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new ConfigurationException($"Fusion:ResumeKeys has no proper id at place {place}; {Allowed}.");
        var key = new byte[KeyLength];
        if (!Convert.TryFromBase64String(text[(colon + 1)..], key, out var length) || length != KeyLength)
            throw new ConfigurationException($"Fusion:ResumeKeys has under the id '{id}' no base64 of 32 bytes; {Allowed}.");
        return (Encoding.ASCII.GetBytes(id), key);
    }
}
