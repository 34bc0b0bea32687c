using EmotionGrpc.Fusion;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fuzz.Mutation;
using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fuzz.Targets;

/// <summary>Resume tokens, which clients hand back: only one that nobody changed may open.</summary>
internal sealed class TokenTarget : FuzzTarget
{
    private readonly byte[] _binding = ResumeBinding.Of(ByteString.CopyFrom(new byte[16]), "");
    private readonly ResumeTokens _tokens;
    private readonly byte[][] _seeds;

    public TokenTarget()
    {
        var options = Options.Create(new FusionServiceOptions { ResumeKeys = "fuzz:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" });
        _tokens = new ResumeTokens(new ResumeKeyRing(options, NullLogger<ResumeKeyRing>.Instance), options, TimeProvider.System);
        _seeds = [.. Enumerable.Range(1, 3).Select(Seal)];
    }

    public override string Name => "token";

    public override int Share => 30;

    public override IReadOnlyList<byte[]> Seeds => _seeds;

    public override byte[] Mutate(Random random, byte[] input, byte[] other) => new ByteMutator(random).Mutate(input, other);

    public override ValueTask<string> RunAsync(byte[] input)
    {
        try
        {
            var session = _tokens.Open(ByteString.CopyFrom(input), _binding);
            return _seeds.Any(s => s.AsSpan().SequenceEqual(input))
                ? ValueTask.FromResult("opened")
                : throw new FuzzException($"A token that was changed has opened: session '{session.SessionId}'.");
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            return ValueTask.FromResult(Answer.Kind(e.Status.Detail));
        }
    }

    private byte[] Seal(int tracks)
    {
        var session = new SavedSession { SessionId = $"of {tracks} tracks", Binding = ByteString.CopyFrom(_binding), Labels = { "neutral", "anger" }, Sequence = 9 };
        for (var track = 1; track <= tracks; track++)
            session.Scores.Add(new SavedScores { TrackId = (uint)track, Stream = StreamKind.Face, Segments = { new SavedSegment { Time = track, Logits = { 0.5f, -1 } } } });
        return _tokens.Seal(session, out _).ToByteArray();
    }
}
