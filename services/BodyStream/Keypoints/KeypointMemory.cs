using EmotionGrpc.BodyStream.Keypoints.Saved;
using EmotionGrpc.Streams.Samples;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.BodyStream.Keypoints;

/// <summary>The windows of a session's tracks.</summary>
internal sealed class KeypointMemory(KeypointInput input, int maximumTracks) : IDeferredMemory
{
    private readonly TrackTable<KeypointWindow> _windows = new(maximumTracks);

    public PreparedSample Prepare(Sample sample) => input.Prepare(Take(sample), sample);

    public void Remember(Sample sample) => Take(sample);

    public void Forget(uint trackId) => _windows.Forget(trackId);

    public Task<ByteString> SaveAsync()
    {
        var saved = new SavedWindows();
        foreach (var (track, window) in _windows.All)
        {
            var one = window.Save();
            one.TrackId = track;
            saved.Windows.Add(one);
        }

        return Task.FromResult(saved.ToByteString());
    }

    public void Load(ByteString saved, IReadOnlyList<int> stateLengths)
    {
        foreach (var one in SavedWindows.Parser.ParseFrom(saved).Windows)
        {
            var window = input.OpenWindow();
            if (window.Load(one))
                _windows.Keep(one.TrackId, window);
        }
    }

    private KeypointWindow Take(Sample sample)
    {
        var known = _windows.TryFind(sample.TrackId, out var window);
        window ??= input.OpenWindow();
        KeypointInput.Add(window, sample);
        // Of a new track without keypoints there is nothing to remember, so that nobody has to make room.
        if (known || sample.Keypoints.Count > 0)
            _windows.Keep(sample.TrackId, window);
        return window;
    }
}
