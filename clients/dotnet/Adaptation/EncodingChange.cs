namespace EmotionGrpc.Client;

/// <summary>A session proposes another encoding.</summary>
/// <param name="Before">What it proposed until now.</param>
/// <param name="Encoding">What it proposes from now on.</param>
/// <param name="Reason">One sentence for people.</param>
public sealed record EncodingChange(EncodingAdvice Before, EncodingAdvice Encoding, string Reason);
