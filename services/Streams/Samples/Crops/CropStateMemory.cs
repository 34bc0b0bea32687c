using EmotionGrpc.Streams.Saved;
using EmotionGrpc.V1;
using Google.Protobuf;

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

    public async Task<ByteString> SaveAsync()
    {
        // All take their turn at once: this is the moment that is written down.
        var reading = _states.All.Select(t => (t.Track, States: t.Value.ReadAsync())).ToList();
        var saved = new SavedStates();
        foreach (var (track, states) in reading)
        {
            if (await states is { } values && SavedFloats.Write(values) is { } written)
                saved.Tracks.Add(new SavedTrackState { TrackId = track, States = { written } });
        }

        return saved.ToByteString();
    }

    public void Load(ByteString saved, IReadOnlyList<int> stateLengths)
    {
        foreach (var track in SavedStates.Parser.ParseFrom(saved).Tracks)
        {
            if (SavedFloats.Read(track.States, stateLengths) is { } states)
                _states.Keep(track.TrackId, new TrackState(states));
        }
    }
}
