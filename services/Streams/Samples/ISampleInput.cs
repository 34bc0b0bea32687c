using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Samples;

/// <summary>Turns samples into a model's input: one implementation per kind of input that a manifest may name.</summary>
public interface ISampleInput
{
    /// <summary>What the model wants of each person.</summary>
    SampleSpec Wanted { get; }

    /// <summary>What the model remembers.</summary>
    TemporalMode TemporalMode { get; }

    /// <summary>Samples that make a clip; 0 unless <see cref="TemporalMode"/> is CLIP.</summary>
    int ClipFrames { get; }

    /// <summary>Dimensions of one input, without the batch.</summary>
    IReadOnlyList<int> ItemShape { get; }

    /// <summary>Prepares a clip without remembering anything; feeding its samples to a fresh session gives the same.</summary>
    /// <param name="clip">At least one sample.</param>
    /// <exception cref="InvalidSampleException">The clip is not usable; the field's path begins within the clip.</exception>
    PreparedSample Prepare(Clip clip);

    /// <summary>Opens the memory of a session.</summary>
    ISampleMemory Open();
}
