namespace EmotionGrpc.Gateway.Access;

/// <summary>Scopes as they are written in key files and tokens.</summary>
internal static class ScopeNames
{
    public const string Allowed = "allowed are recognize, watch, score, detect, admin";

    private static readonly Dictionary<string, Scopes> s_byName = new(StringComparer.Ordinal)
    {
        ["recognize"] = Scopes.Recognize,
        ["watch"] = Scopes.Watch,
        ["score"] = Scopes.Score,
        ["detect"] = Scopes.Detect,
        ["admin"] = Scopes.Admin,
    };

    public static string Of(Scopes scope) => s_byName.First(s => s.Value == scope).Key;

    /// <summary>All of the names must be scopes.</summary>
    /// <exception cref="FormatException">One is not.</exception>
    public static Scopes Parse(IEnumerable<string> names) => names.Aggregate(Scopes.None, (all, name) =>
        s_byName.TryGetValue(name, out var scope) ? all | scope : throw new FormatException($"'{name}' is not a scope; {Allowed}"));

    /// <summary>Those of the names that are scopes: a token may be meant for other services too.</summary>
    public static Scopes Known(IEnumerable<string> names) => names.Aggregate(Scopes.None, (all, name) => all | s_byName.GetValueOrDefault(name));
}
