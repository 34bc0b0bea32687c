using OpenCvSharp;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>A frame that goes to the server.</summary>
/// <param name="Sequence">Its sequence, from 1.</param>
/// <param name="Time">Its time by the source's clock, from the source's first picture.</param>
/// <param name="Pixels">The source's picture (not scaled down); valid only during the call that hands it over.</param>
internal sealed record SentFrame(ulong Sequence, TimeSpan Time, Mat Pixels);
