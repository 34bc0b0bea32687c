using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Detecting;

/// <summary>A picture: its place in the list, its path relative to the folder, and the mask state expected (unspecified: none is).</summary>
internal sealed record PictureToExamine(int Index, string Path, MaskState ExpectedMask);
