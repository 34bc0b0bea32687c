using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Streams.Samples.Crops;

/// <summary>The windows of a session's tracks.</summary>
internal sealed class CropClipMemory(CropClipInput input, int maximumTracks) : ISampleMemory
{
    private readonly TrackTable<CropWindow> _windows = new(maximumTracks);

    public PreparedSample Prepare(Sample sample)
    {
        if (input.Read(sample) is not { } crop)
            return CropReader.NoCrop;
        if (!_windows.TryFind(sample.TrackId, out var window))
            window = input.OpenWindow();
        _windows.Keep(sample.TrackId, window);
        return input.Prepare(window, crop);
    }

    public void Forget(uint trackId) => _windows.Forget(trackId);

    /// <remarks>The memory is pictures of people: they do not travel, and they would be too many bytes. A new session warms up.</remarks>
    public Task<ByteString> SaveAsync() => Task.FromResult(ByteString.Empty);

    public void Load(ByteString saved, IReadOnlyList<int> stateLengths)
    {
        // Nothing is ever saved.
    }
}
