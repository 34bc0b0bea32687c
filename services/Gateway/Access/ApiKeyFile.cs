using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmotionGrpc.Gateway.Access;

/// <summary>The key file: one JSON object a line, so that a key is added by appending a line and withdrawn by removing one.</summary>
internal static class ApiKeyFile
{
    private const int HashDigits = 64;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Line(ApiKeyRecord key) => JsonSerializer.Serialize(key, s_json);

    /// <exception cref="FormatException">A line is wrong; the message tells which and why, and no part of a key.</exception>
    public static IReadOnlyList<ApiKeyRecord> Read(string text)
    {
        var keys = new List<ApiKeyRecord>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                keys.Add(ReadLine(line, number));
        }

        if (keys.GroupBy(k => k.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new FormatException($"the name '{twice.Key}' stands in two lines; names must differ.");
        return keys;
    }

    private static ApiKeyRecord ReadLine(string line, int number)
    {
        try
        {
            var key = JsonSerializer.Deserialize<ApiKeyRecord>(line, s_json) ?? throw new FormatException("it is null");
            if (!Identity.IsName(key.Name))
                throw new FormatException($"name is '{key.Name}'; {Identity.Allowed}");
            if (Identity.IsForeign(key.Name))
                throw new FormatException($"name is '{key.Name}'; names that begin with jwt. or cert. are those of tokens and certificates");
            if (key.Sha256.Length != HashDigits || !key.Sha256.All(char.IsAsciiHexDigit))
                throw new FormatException("sha256 is not 64 hexadecimal digits");
            _ = ScopeNames.Parse(key.Scopes);
            key.Limits?.Check();
            return key;
        }
        catch (JsonException e)
        {
            // The serializer's own words quote the line, and somebody may have put a key there.
            throw new FormatException(
                $"line {number} is not a key: its JSON is wrong at {e.Path ?? "$"}; it needs name, sha256 and scopes, and may have expires and limits.", e);
        }
        catch (FormatException e)
        {
            throw new FormatException($"line {number} is not a key: {e.Message}.", e);
        }
    }
}
