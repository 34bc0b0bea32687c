namespace EmotionGrpc.Eval.Tracks;

/// <summary>A track: first and last frame that show the person, number of frames that do, and their share of all frames.</summary>
internal sealed record Track(uint Id, ulong FirstFrame, ulong LastFrame, int Frames, double Share);
