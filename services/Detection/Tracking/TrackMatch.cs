using EmotionGrpc.Detection.Pipeline;

namespace EmotionGrpc.Detection.Tracking;

/// <summary>A person of the current frame and the track that the person continues.</summary>
internal readonly record struct TrackMatch(Track Track, FoundPerson Person);
