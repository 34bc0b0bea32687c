using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Streams.Samples;

/// <summary>What a session remembers of its tracks. Used by one thread at a time.</summary>
public interface ISampleMemory
{
    /// <summary>Takes in a sample and prepares what the model shall score now.</summary>
    /// <exception cref="InvalidSampleException">The sample is not usable and has left no trace; the field's path begins within the sample.</exception>
    PreparedSample Prepare(Sample sample);

    /// <summary>Forgets a track; one that is not known is no error.</summary>
    void Forget(uint trackId);

    /// <summary>Writes down what is remembered after the samples so far. The task may be awaited later, while samples go on.</summary>
    /// <returns>For <see cref="Load"/>; empty: nothing is remembered, or nothing that can be handed on.</returns>
    Task<ByteString> SaveAsync();

    /// <summary>Goes on from what another memory wrote down; comes before the first sample. What it does not understand, it leaves out.</summary>
    /// <param name="saved">What <see cref="SaveAsync"/> gave; it came from outside, so nothing of it is believed.</param>
    /// <param name="stateLengths">Numbers in each of the model's states; none unless it carries states.</param>
    void Load(ByteString saved, IReadOnlyList<int> stateLengths);
}
