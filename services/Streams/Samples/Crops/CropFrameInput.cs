using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Streams.Samples.Crops;

/// <summary>Crops for a model that scores each picture alone: the shared 2-D network of a temporal segment network (arXiv 1608.00859).</summary>
internal sealed class CropFrameInput(CropReader reader) : ISampleInput, ISampleMemory
{
    public SampleSpec Wanted => reader.Wanted;

    public TemporalMode TemporalMode => TemporalMode.PerFrame;

    public int ClipFrames => 0;

    public IReadOnlyList<int> ItemShape => reader.Shape;

    public PreparedSample Prepare(Clip clip)
    {
        if (clip.Samples.Count != 1)
            throw new InvalidSampleException("samples", $"The clip has {clip.Samples.Count} samples; this model scores each sample alone: send one a clip.");
        var prepared = CropReader.NoCrop;
        ClipSamples.Each(clip, sample => prepared = Prepare(sample));
        return prepared;
    }

    /// <remarks>Nothing is remembered, so that all sessions share one.</remarks>
    public ISampleMemory Open() => this;

    public PreparedSample Prepare(Sample sample) => reader.Read(sample) is { } crop ? PreparedSample.Of(crop) : CropReader.NoCrop;

    public void Forget(uint trackId)
    {
        // Nothing is remembered.
    }

    public Task<ByteString> SaveAsync() => Task.FromResult(ByteString.Empty);

    public void Load(ByteString saved, IReadOnlyList<int> stateLengths)
    {
        // Nothing is remembered.
    }
}
