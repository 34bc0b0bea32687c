using EmotionGrpc.Streams.Samples;
using EmotionGrpc.V1;

namespace EmotionGrpc.BodyStream.Keypoints;

/// <summary>The windows of a session's tracks; of too many the one that was silent for longest is forgotten.</summary>
internal sealed class KeypointMemory(KeypointInput input, int maximumTracks) : ISampleMemory
{
    private readonly Dictionary<uint, LinkedListNode<(uint Track, KeypointWindow Window)>> _tracks = [];

    // Longest silent first.
    private readonly LinkedList<(uint Track, KeypointWindow Window)> _recent = new();

    public PreparedSample Prepare(Sample sample)
    {
        var known = _tracks.GetValueOrDefault(sample.TrackId);
        var window = known?.Value.Window ?? input.OpenWindow();
        KeypointInput.Add(window, sample);
        if (known is null && sample.Keypoints.Count == 0)
            return input.Prepare(window, sample); // Nothing to remember, so that nobody has to make room.
        if (known != null)
            _recent.Remove(known);
        else
            MakeRoom();
        _tracks[sample.TrackId] = _recent.AddLast((sample.TrackId, window));
        return input.Prepare(window, sample);
    }

    public void Forget(uint trackId)
    {
        if (_tracks.Remove(trackId, out var node))
            _recent.Remove(node);
    }

    private void MakeRoom()
    {
        if (_tracks.Count == maximumTracks)
            Forget(_recent.First!.Value.Track);
    }
}
