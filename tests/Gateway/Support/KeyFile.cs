using EmotionGrpc.Gateway.Access;
using EmotionGrpc.Gateway.Limits;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>A key file.</summary>
internal sealed class KeyFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ApiKeyRecord> _keys = [];

    public string Path => _folder.File("keys.jsonl");

    /// <summary>Adds a key and writes the file.</summary>
    /// <returns>What its user sends.</returns>
    public string Add(string name, string scopes = "recognize,watch", DateTimeOffset? expires = null, LimitOverrides? limits = null)
    {
        var key = ApiKey.New();
        _keys.Add(new ApiKeyRecord(name, ApiKey.Hash(key), scopes.Split(','), expires, limits));
        Write();
        return key;
    }

    /// <summary>Withdraws a key and writes the file.</summary>
    public void Remove(string name)
    {
        _keys.RemoveAll(k => k.Name == name);
        Write();
    }

    public void Break() => File.WriteAllText(Path, "this is no key");

    public void Write() => File.WriteAllLines(Path, _keys.Select(ApiKeyFile.Line));

    public void Dispose() => _folder.Dispose();
}
