using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace EmotionGrpc.Gateway.Access;

/// <summary>The keys of the key file, as it was read last.</summary>
internal sealed class ApiKeys
{
    private readonly FrozenDictionary<string, ApiKeyRecord> _byHash;

    private ApiKeys(IEnumerable<ApiKeyRecord> keys) => _byHash = keys.ToFrozenDictionary(k => k.Sha256.ToLowerInvariant(), StringComparer.Ordinal);

    /// <exception cref="FormatException">The text is not a key file.</exception>
    public static ApiKeys Read(string text)
    {
        var keys = ApiKeyFile.Read(text);
        if (keys.GroupBy(k => k.Sha256, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new FormatException($"{string.Join(" and ", twice.Select(k => k.Name))} are the same key.");
        return new ApiKeys(keys);
    }

    /// <summary>Finds the record of a key that a caller has shown.</summary>
    public ApiKeyRecord? Find(string key)
    {
        // The table is searched by the hash. What its search may tell by its time is where a hash lies, and no one can choose a key by its hash.
        var hash = ApiKey.Hash(key);
        return _byHash.TryGetValue(hash, out var record) && Same(hash, record.Sha256.ToLowerInvariant()) ? record : null;
    }

    /// <summary>Whether the record is still in the file, unchanged in what it is and may do.</summary>
    public bool Holds(ApiKeyRecord record) =>
        _byHash.TryGetValue(record.Sha256.ToLowerInvariant(), out var now)
        && now.Name == record.Name
        && now.Expires == record.Expires
        && ScopeNames.Parse(now.Scopes) == ScopeNames.Parse(record.Scopes);

    private static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));
}
