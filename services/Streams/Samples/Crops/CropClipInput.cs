using EmotionGrpc.Inference.Models;
using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Samples.Crops;

/// <summary>
/// The last crops of a track for a model that scores them together: a temporal segment network with its consensus inside, or one whose channels are shifted
/// both ways over the clip (temporal shift, arXiv 1811.08383).
/// </summary>
internal sealed class CropClipInput : ISampleInput
{
    private const int MinimumFrames = 2;
    private const int MaximumFrames = 64;

    private readonly CropReader _reader;
    private readonly int _maximumTracks;

    public CropClipInput(ModelManifest manifest, CropReader reader, int maximumTracks)
    {
        _reader = reader;
        _maximumTracks = maximumTracks;
        ClipFrames = manifest.Input.ClipFrames;
        if (ClipFrames is < MinimumFrames or > MaximumFrames)
            throw new ModelException($"Model '{manifest.Name}' has input.clipFrames {ClipFrames}; allowed for pictures are {MinimumFrames} to {MaximumFrames}.");
    }

    public SampleSpec Wanted => _reader.Wanted;

    public TemporalMode TemporalMode => TemporalMode.Clip;

    public int ClipFrames { get; }

    public IReadOnlyList<int> ItemShape => [ClipFrames, .. _reader.Shape];

    public PreparedSample Prepare(Clip clip)
    {
        if (clip.Samples.Count != ClipFrames)
            throw new InvalidSampleException("samples", $"The clip has {clip.Samples.Count} samples; this model scores {ClipFrames} together: send so many a clip.");
        var window = OpenWindow();
        var prepared = CropReader.NoCrop;
        ClipSamples.Each(clip, sample => prepared = Prepare(window, _reader.Read(sample)));
        return prepared;
    }

    public ISampleMemory Open() => new CropClipMemory(this, _maximumTracks);

    public CropWindow OpenWindow() => new(ClipFrames, _reader.Length);

    public float[]? Read(Sample sample) => _reader.Read(sample);

    /// <summary>Takes a crop in; null, none was found, leaves the window as it is.</summary>
    public PreparedSample Prepare(CropWindow window, float[]? crop)
    {
        if (crop is null)
            return CropReader.NoCrop;
        window.Add(crop);
        return window.Count == ClipFrames
            ? PreparedSample.Of(window.Join())
            : PreparedSample.Absent(AbsenceReason.WarmingUp, $"{window.Count} of {ClipFrames} crops seen");
    }
}
