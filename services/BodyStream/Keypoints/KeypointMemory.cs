using EmotionGrpc.Streams.Samples;
using EmotionGrpc.V1;

namespace EmotionGrpc.BodyStream.Keypoints;

/// <summary>The windows of a session's tracks.</summary>
internal sealed class KeypointMemory(KeypointInput input, int maximumTracks) : ISampleMemory
{
    private readonly TrackTable<KeypointWindow> _windows = new(maximumTracks);

    public PreparedSample Prepare(Sample sample)
    {
        var known = _windows.TryFind(sample.TrackId, out var window);
        window ??= input.OpenWindow();
        KeypointInput.Add(window, sample);
        // Of a new track without keypoints there is nothing to remember, so that nobody has to make room.
        if (known || sample.Keypoints.Count > 0)
            _windows.Keep(sample.TrackId, window);
        return input.Prepare(window, sample);
    }

    public void Forget(uint trackId) => _windows.Forget(trackId);
}
