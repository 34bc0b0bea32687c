using System.Security.Cryptography;
using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.TestSupport;
using Grpc.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EmotionGrpc.Gateway.Tests.Access;

public sealed class JwtTests : IAsyncLifetime, IDisposable
{
    private const string Issuer = "https://id.example";

    private readonly TemporaryFolder _folder = new();
    private readonly ECDsaSecurityKey _key = NewKey("first");
    private readonly ECDsaSecurityKey _second = NewKey("second");
    private RunningGateway _gateway = null!;

    private string KeySet => _folder.File("jwks.json");

    public async Task InitializeAsync()
    {
        Publish(_key);
        _gateway = await RunningGateway.StartAsync($"Jwt:JwksFile={KeySet}", $"Jwt:Issuer={Issuer}", "Jwt:Audience=emotion");
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    public void Dispose()
    {
        _folder.Dispose();
        _key.ECDsa.Dispose();
        _second.ECDsa.Dispose();
    }

    [Fact]
    public async Task Token_Valid_IsForwardedUnderItsSubject()
    {
        await CallAsync(Token(_key));
        var headers = Assert.Single(_gateway.Witness.Calls);
        Assert.Equal("jwt.camera-7", headers.GetValue("x-emotion-identity"));
        Assert.Null(headers.GetValue("authorization"));
    }

    [Fact]
    public async Task Token_WrongInOneWay_IsUnauthenticated()
    {
        await RefusedAsync(Token(_key, audience: "another-service"), "TOKEN_INVALID");
        await RefusedAsync(Token(_key, issuer: "https://elsewhere.example"), "TOKEN_INVALID");
        await RefusedAsync(Token(_key, expires: DateTime.UtcNow.AddMinutes(-2)), "TOKEN_EXPIRED");
        await RefusedAsync(Token(_second), "TOKEN_INVALID");
        await RefusedAsync(Token(_key)[..^4] + "AAAA", "TOKEN_INVALID");
        await RefusedAsync("not-a-token", "TOKEN_INVALID");
        Assert.Empty(_gateway.Witness.Calls);
    }

    [Fact]
    public async Task Token_SignedWithAPublicKeyAsSecret_IsUnauthenticated()
    {
        // Whoever takes the algorithm from the token can be led to use the public key as a shared secret.
        var secret = new SymmetricSecurityKey(SHA256.HashData(_key.ECDsa.ExportSubjectPublicKeyInfo())) { KeyId = "first" };
        await RefusedAsync(Token(secret, SecurityAlgorithms.HmacSha256), "TOKEN_INVALID");
        await RefusedAsync(new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(Description(null)), "TOKEN_INVALID");
    }

    [Fact]
    public async Task Token_OtherScope_IsDenied() =>
        await Refused.AsAsync(
            _gateway.Client(headers: ("authorization", $"Bearer {Token(_key, scope: "watch mail")}")).PushFrameAsync(Frames.Pushed()),
            StatusCode.PermissionDenied,
            "SCOPE_MISSING");

    [Fact]
    public async Task Authority_Unreachable_IsToldAsSuch()
    {
        await using var gateway = await RunningGateway.StartAsync($"Jwt:Authority=https://127.0.0.1:{Ports.Free()}", "Jwt:Audience=emotion");
        var client = gateway.Client(headers: ("authorization", $"Bearer {Token(_key)}"));
        await Refused.AsAsync(client.PushFrameAsync(Frames.Pushed()), StatusCode.Unavailable, "AUTHORITY_UNREACHABLE");
    }

    [Fact]
    public async Task KeySet_Changed_CountsWithoutARestart()
    {
        var token = Token(_second);
        await RefusedAsync(token, "TOKEN_INVALID");
        Publish(_second);
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await CallAsync(token);
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unauthenticated)
            {
                return false;
            }
        });
        await RefusedAsync(Token(_key), "TOKEN_INVALID");
    }

    private static ECDsaSecurityKey NewKey(string id) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = id };

    private static string Token(
        SecurityKey key,
        string algorithm = SecurityAlgorithms.EcdsaSha256,
        string issuer = Issuer,
        string audience = "emotion",
        string scope = "recognize",
        DateTime? expires = null)
    {
        var description = Description(new SigningCredentials(key, algorithm));
        description.Issuer = issuer;
        description.Audience = audience;
        description.NotBefore = DateTime.UtcNow.AddHours(-1);
        description.Expires = expires ?? DateTime.UtcNow.AddHours(1);
        description.Claims["scope"] = scope;
        return new JsonWebTokenHandler().CreateToken(description);
    }

    private static SecurityTokenDescriptor Description(SigningCredentials? credentials) => new()
    {
        Issuer = Issuer,
        Audience = "emotion",
        Claims = new Dictionary<string, object> { ["sub"] = "camera-7", ["scope"] = "recognize" },
        SigningCredentials = credentials,
    };

    private void Publish(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        var json = $$"""{"keys":[{"kty":"EC","use":"sig","crv":"P-256","kid":"{{key.KeyId}}","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}]}""";
        File.WriteAllText(KeySet, json);
    }

    private async Task CallAsync(string token) => await _gateway.Client(headers: ("authorization", $"Bearer {token}")).PushFrameAsync(Frames.Pushed());

    private Task<RpcException> RefusedAsync(string token, string reason) => Refused.AsAsync(() => CallAsync(token), StatusCode.Unauthenticated, reason);
}
