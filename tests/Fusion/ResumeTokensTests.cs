using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Hosting;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Tests;

public sealed class ResumeTokensTests
{
    private const string OldKey = "old:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string NewKey = "new:Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";

    private static readonly byte[] s_binding = ResumeBinding.Of(ByteString.CopyFrom(new byte[16]), "camera");

    private readonly ManualTime _time = new();

    [Fact]
    public void Open_WhatSealGave_IsTheSession()
    {
        var tokens = Tokens(OldKey);
        var session = Session();

        var opened = tokens.Open(tokens.Seal(session, out var left), s_binding);

        Assert.Equal(session, opened);
        Assert.Null(left);
    }

    [Fact]
    public void Seal_TheSameTwice_GivesOtherBytes()
    {
        var tokens = Tokens(OldKey);

        Assert.NotEqual(tokens.Seal(Session(), out _), tokens.Seal(Session(), out _));
    }

    [Fact]
    public void Open_AnyByteChanged_IsRefused()
    {
        var tokens = Tokens(OldKey);
        var token = tokens.Seal(Session(), out _).ToByteArray();
        for (var i = 0; i < token.Length; i++)
        {
            token[i] ^= 0x10;
            var reason = Reason(() => tokens.Open(ByteString.CopyFrom(token), s_binding));
            Assert.Contains(reason, new[] { "RESUME_TOKEN_TAMPERED", "RESUME_TOKEN_VERSION", "RESUME_TOKEN_UNKNOWN_KEY", "RESUME_TOKEN_MALFORMED" });
            token[i] ^= 0x10;
        }
    }

    [Fact]
    public void Open_CutOffAnywhere_IsRefused()
    {
        var tokens = Tokens(OldKey);
        var token = tokens.Seal(Session(), out _);
        for (var length = 0; length < token.Length; length++)
            Assert.Contains(Reason(() => tokens.Open(ByteString.CopyFrom(token.Span[..length]), s_binding)), new[] { "RESUME_TOKEN_TAMPERED", "RESUME_TOKEN_MALFORMED" });
    }

    [Fact]
    public void Open_AfterItsTime_IsExpired()
    {
        var tokens = Tokens(OldKey, minutes: 2);
        var token = tokens.Seal(Session(), out _);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("s", tokens.Open(token, s_binding).SessionId);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("RESUME_TOKEN_EXPIRED", Reason(() => tokens.Open(token, s_binding)));
    }

    [Theory]
    [InlineData("key", "camera", false)]
    [InlineData("other key", "camera", true)]
    [InlineData("key", "other camera", true)]
    [InlineData("key", "", true)]
    public void Open_OfAnotherSessionOrCaller_IsForeign(string key, string identity, bool refused)
    {
        var tokens = Tokens(OldKey);
        var session = Session();
        session.Binding = ByteString.CopyFrom(Binding("key", "camera"));
        var token = tokens.Seal(session, out _);

        if (refused)
            Assert.Equal("RESUME_TOKEN_FOREIGN", Reason(() => tokens.Open(token, Binding(key, identity))));
        else
            Assert.NotNull(tokens.Open(token, Binding(key, identity)));

        static byte[] Binding(string key, string identity) => ResumeBinding.Of(ByteString.CopyFromUtf8(key.PadRight(16)), identity);
    }

    [Fact]
    public void Open_KeyExchangedInTwoSteps_NoTokenIsLost()
    {
        var (old, both, later) = (Tokens(OldKey), Tokens($"{NewKey}, {OldKey}"), Tokens(NewKey));

        Assert.NotNull(both.Open(old.Seal(Session(), out _), s_binding));
        Assert.NotNull(later.Open(both.Seal(Session(), out _), s_binding));
        Assert.Equal("RESUME_TOKEN_UNKNOWN_KEY", Reason(() => later.Open(old.Seal(Session(), out _), s_binding)));
    }

    [Fact]
    public void Open_SameIdOtherKey_IsTampered()
    {
        var token = Tokens(OldKey).Seal(Session(), out _);

        Assert.Equal("RESUME_TOKEN_TAMPERED", Reason(() => Tokens(NewKey.Replace("new", "old")).Open(token, s_binding)));
    }

    [Fact]
    public void Open_NoKeyConfigured_OnlyTheSameProcessResumes()
    {
        var (one, other) = (Tokens(""), Tokens(""));
        var token = one.Seal(Session(), out _);

        Assert.NotNull(one.Open(token, s_binding));
        Assert.Equal("RESUME_TOKEN_UNKNOWN_KEY", Reason(() => other.Open(token, s_binding)));
    }

    [Fact]
    public void Seal_StatesTooLarge_GoesWithoutTheLargest()
    {
        var tokens = Tokens(OldKey);
        var session = Session();
        // Noise, which does not compress.
        session.Streams.Add(Stream(StreamKind.Face, 300_000));
        session.Streams.Add(Stream(StreamKind.Body, 100_000));

        var token = tokens.Seal(session, out var left);

        Assert.InRange(token.Length, 100_000, ResumeTokens.MaximumLength);
        Assert.Equal("the state of the Face stream", left);
        Assert.Equal([StreamKind.Body], tokens.Open(token, s_binding).Streams.Select(s => s.Stream));
    }

    [Theory]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "no proper id at place 1")]
    [InlineData("a b:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "no proper id at place 1")]
    [InlineData(OldKey + ",x:AAECAw==", "under the id 'x' no base64 of 32 bytes")]
    [InlineData("x:not base64", "under the id 'x' no base64 of 32 bytes")]
    [InlineData(OldKey + "," + OldKey, "names an id twice")]
    public void ResumeKeyRing_BadKeys_SaysWhatIsAllowedAndRepeatsNoKey(string keys, string sentence)
    {
        var e = Assert.Throws<ConfigurationException>(() => Ring(keys));

        Assert.StartsWith("Fusion:ResumeKeys ", e.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAEC", e.Message, StringComparison.Ordinal);
    }

    private static SavedStream Stream(StreamKind kind, int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        return new SavedStream { Stream = kind, State = ByteString.CopyFrom(noise) };
    }

    private static SavedSession Session() => new()
    {
        SessionId = "s",
        Binding = ByteString.CopyFrom(s_binding),
        Options = new SessionOptions { Source = "door" },
        Labels = { "neutral", "anger" },
        Sequence = 7,
        Scores = { new SavedScores { TrackId = 1, Segments = { new SavedSegment { Time = 3, Logits = { 0.5f, -1 } } } } },
    };

    private static ResumeKeyRing Ring(string keys) =>
        new(Options.Create(new FusionServiceOptions { ResumeKeys = keys }), NullLogger<ResumeKeyRing>.Instance);

    private static string? Reason(Func<SavedSession> open)
    {
        var e = Assert.Throws<RpcException>(open);
        Assert.Equal(StatusCode.FailedPrecondition, e.StatusCode);
        return e.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;
    }

    private ResumeTokens Tokens(string keys, double minutes = 10) =>
        new(Ring(keys), Options.Create(new FusionServiceOptions { ResumeMinutes = minutes }), _time);
}
