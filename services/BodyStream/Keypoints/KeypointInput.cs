using System.Buffers;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Streams.Samples;
using EmotionGrpc.V1;

namespace EmotionGrpc.BodyStream.Keypoints;

/// <summary>Keypoints on a uniform time grid for a model of movement. A clip and a session go through the same window, so that both give the same.</summary>
internal sealed class KeypointInput : ISampleInput
{
    private readonly TimeGrid _grid;
    private readonly int _maximumTracks;

    public KeypointInput(ModelManifest manifest, BodyStreamOptions options)
    {
        if (manifest.Temporal != ModelTemporalMode.Clip)
            throw new ModelException($"Model '{manifest.Name}' takes keypoints over time; its temporal must be clip.");
        _grid = new TimeGrid(manifest, options);
        _maximumTracks = options.MaximumTracks;
    }

    public SampleSpec Wanted => new() { Keypoints = true, Cadence = SampleCadence.Frame, Deferred = true };

    public TemporalMode TemporalMode => TemporalMode.Clip;

    public int ClipFrames => _grid.Frames;

    public IReadOnlyList<int> ItemShape => [_grid.Frames, PoseReader.Joints, PoseReader.ValuesPerJoint];

    public PreparedSample Prepare(Clip clip)
    {
        var window = new KeypointWindow(_grid);
        ClipSamples.Each(clip, sample => Add(window, sample));
        return Prepare(window, clip.Samples[^1]);
    }

    public ISampleMemory Open() => new KeypointMemory(this, _maximumTracks);

    public KeypointWindow OpenWindow() => new(_grid);

    /// <summary>Takes in a sample; one without keypoints is checked and leaves a gap.</summary>
    public static void Add(KeypointWindow window, Sample sample)
    {
        if (sample.Keypoints.Count > 0)
            window.Add(PoseReader.Read(sample));
        else
            window.CheckOrder(PoseReader.ReadTime(sample));
    }

    /// <summary>What is to be scored once the newest sample is in the window.</summary>
    public PreparedSample Prepare(KeypointWindow window, Sample newest)
    {
        if (newest.Keypoints.Count == 0)
            return PreparedSample.Absent(AbsenceReason.NotFound, "The sample has no keypoints.");
        var length = _grid.Frames * PoseReader.Joints * PoseReader.ValuesPerJoint;
        var input = ArrayPool<float>.Shared.Rent(length);
        input.AsSpan(0, length).Clear();
        var filled = window.Resample(input.AsSpan(0, length));
        if (filled >= _grid.MinimumFrames)
            return PreparedSample.Of(input);
        ArrayPool<float>.Shared.Return(input);
        var (seen, needed) = (filled / _grid.FramesPerSecond, _grid.MinimumFrames / _grid.FramesPerSecond);
        return PreparedSample.Absent(AbsenceReason.WarmingUp, FormattableString.Invariant($"{seen:0.0} s of {needed:0.0} s seen"));
    }
}
