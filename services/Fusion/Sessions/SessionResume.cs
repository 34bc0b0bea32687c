using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Trials;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>What a session needs to be resumed elsewhere.</summary>
/// <param name="Checkpoints">When it is written down.</param>
/// <param name="Tokens">Seals what was written.</param>
/// <param name="Binding">Whose it is.</param>
/// <param name="Left">The canaries that it has left.</param>
internal sealed record SessionResume(Checkpoints Checkpoints, ResumeTokens Tokens, byte[] Binding, LeftCanaries Left)
{
    /// <summary>Seals a session that was written down.</summary>
    public ResumeToken Seal(SavedSession saved, out string? left)
    {
        saved.Binding = UnsafeByteOperations.UnsafeWrap(Binding);
        Left.Save(saved);
        return new ResumeToken { Token = Tokens.Seal(saved, out left), Sequence = saved.Sequence };
    }
}
