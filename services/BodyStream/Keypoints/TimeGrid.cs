using EmotionGrpc.Inference.Models;

namespace EmotionGrpc.BodyStream.Keypoints;

/// <summary>The uniform time grid of a model on keypoints; its last frame is the newest sample.</summary>
internal sealed class TimeGrid
{
    // About 5 minutes at 12.5 frames/s; a clip beyond it is a mistake in model.json.
    private const int MaximumFrames = 4096;

    private readonly double _ticksPerFrame;

    public TimeGrid(ModelManifest manifest, BodyStreamOptions options)
    {
        var input = manifest.Input;
        if (input.ClipFrames is < 2 or > MaximumFrames)
            throw new ModelException($"Model '{manifest.Name}' has input.clipFrames {input.ClipFrames}; allowed are 2 to {MaximumFrames}.");
        if (input.FramesPerSecond is not (>= 0.1f and <= 1000))
            throw new ModelException($"Model '{manifest.Name}' has input.framesPerSecond {input.FramesPerSecond}; allowed are 0.1 to 1000.");
        if (input.MinimumFrames < 1 || input.MinimumFrames > input.ClipFrames)
            throw new ModelException($"Model '{manifest.Name}' has input.minimumFrames {input.MinimumFrames}; allowed are 1 to its clipFrames, {input.ClipFrames}.");
        Frames = input.ClipFrames;
        MinimumFrames = input.MinimumFrames;
        FramesPerSecond = input.FramesPerSecond;
        _ticksPerFrame = TimeSpan.TicksPerSecond / (double)input.FramesPerSecond;
        Threshold = options.KeypointThreshold;
        MaximumGap = TimeSpan.FromSeconds(options.MaximumGapSeconds).Ticks;
    }

    /// <summary>Frames of the grid.</summary>
    public int Frames { get; }

    /// <summary>Frames that must hold something.</summary>
    public int MinimumFrames { get; }

    /// <summary>Rate.</summary>
    public float FramesPerSecond { get; }

    /// <summary>Score from which on a keypoint is seen.</summary>
    public float Threshold { get; }

    /// <summary>Longest gap, in ticks, across which is interpolated.</summary>
    public long MaximumGap { get; }

    /// <summary>How long, in ticks before the newest, a sample can have influence.</summary>
    public long Reach => Offset(0) + MaximumGap;

    /// <summary>How long, in ticks, a frame lies before the newest sample.</summary>
    public long Offset(int frame) => (long)Math.Round((Frames - 1 - frame) * _ticksPerFrame);
}
