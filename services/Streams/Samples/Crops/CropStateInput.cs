using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Samples.Crops;

/// <summary>Crops for a model that carries activations from one sample of a track to the next (live temporal shift, arXiv 1811.08383).</summary>
internal sealed class CropStateInput(CropReader reader, int maximumTracks) : ISampleInput
{
    public SampleSpec Wanted => reader.Wanted;

    public TemporalMode TemporalMode => TemporalMode.Stateful;

    public int ClipFrames => 0;

    public IReadOnlyList<int> ItemShape => reader.Shape;

    public PreparedSample Prepare(Clip clip)
    {
        var crops = new List<float[]>(clip.Samples.Count);
        float[]? newest = null;
        ClipSamples.Each(clip, sample =>
        {
            newest = reader.Read(sample);
            if (newest != null)
                crops.Add(newest);
        });
        return newest is null ? CropReader.NoCrop : PreparedSample.Of(crops, new TrackState());
    }

    public ISampleMemory Open() => new CropStateMemory(reader, maximumTracks);
}
