namespace EmotionGrpc.Client;

/// <summary>How pictures should be encoded for the link and the server as they are now.</summary>
/// <param name="Quality">JPEG quality, 1 to 100.</param>
/// <param name="Scale">Factor of the source's width and height, in steps of 1/8, at most 1.</param>
/// <param name="FramesPerSecond">Frames per second at most.</param>
public sealed record EncodingAdvice(int Quality, double Scale, double FramesPerSecond);
