using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Labels;

/// <summary>A file, the index of its true label, and its true mask state; unspecified where that is not known.</summary>
internal sealed record LabelledFile(string Path, int Label, MaskState Mask = MaskState.Unspecified);
