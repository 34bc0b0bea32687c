using EmotionGrpc.V1;

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
            window = new CropWindow(input.ClipFrames);
        _windows.Keep(sample.TrackId, window);
        return input.Prepare(window, crop);
    }

    public void Forget(uint trackId) => _windows.Forget(trackId);
}
