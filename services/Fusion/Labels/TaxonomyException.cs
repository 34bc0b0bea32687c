namespace EmotionGrpc.Fusion.Labels;

/// <summary>Labels do not meet; the message says whose and which.</summary>
internal sealed class TaxonomyException(string message) : Exception(message);
