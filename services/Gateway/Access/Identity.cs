using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace EmotionGrpc.Gateway.Access;

/// <summary>
/// The word that names a caller to services and in the audit log: the caller's name, and after a slash the camera that it says to speak for. Services
/// trust it, because the gateway removes what callers send under its name.
/// </summary>
internal static class Identity
{
    public const string Header = "x-emotion-identity";

    /// <summary>Header in which a caller names its camera.</summary>
    public const string CameraHeader = "x-camera";

    public const string Allowed = "allowed are 1 to 64 letters, digits, '.', '_', '-'";

    public const string Token = "jwt";
    public const string Certificate = "cert";

    private const int Longest = 64;
    private const int HashDigits = 16;
    private const char Separator = '.';

    private static readonly string[] s_kinds = [Token, Certificate];

    private static readonly SearchValues<char> s_name = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsName(string text) => text.Length is > 0 and <= Longest && !text.AsSpan().ContainsAnyExcept(s_name);

    /// <summary>
    /// A name for those whose name others chose (subject of a token, name of a certificate). It begins with how they were known, which no key's name does,
    /// and what cannot stand in a name is made up for by a hash, so two are never taken for one.
    /// </summary>
    public static string Foreign(string kind, string text)
    {
        var name = $"{kind}{Separator}{text}";
        if (IsName(name))
            return name;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashDigits];
        var letters = string.Concat(text.Take(Longest - kind.Length - HashDigits - 2).Select(c => s_name.Contains(c) ? c : '_'));
        return $"{kind}{Separator}{letters}-{hash}";
    }

    public static bool IsForeign(string name) => s_kinds.Any(kind => name.StartsWith($"{kind}{Separator}", StringComparison.Ordinal));

    public static string Of(Caller caller, string? camera) => camera is null ? caller.Name : $"{caller.Name}/{camera}";
}
