using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Samples.Crops;

/// <summary>The states of a session's tracks.</summary>
internal sealed class CropStateMemory(CropReader reader, int maximumTracks) : ISampleMemory
{
    private readonly TrackTable<TrackState> _states = new(maximumTracks);

    public PreparedSample Prepare(Sample sample)
    {
        if (reader.Read(sample) is not { } crop)
            return CropReader.NoCrop;
        if (!_states.TryFind(sample.TrackId, out var state))
            state = new TrackState();
        _states.Keep(sample.TrackId, state);
        return PreparedSample.Of([crop], state);
    }

    public void Forget(uint trackId) => _states.Forget(trackId);
}
