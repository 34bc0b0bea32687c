using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Samples;

/// <summary>What a session remembers of its tracks. Used by one thread at a time.</summary>
public interface ISampleMemory
{
    /// <summary>Takes in a sample and prepares what the model shall score now.</summary>
    /// <exception cref="InvalidSampleException">The sample is not usable and has left no trace; the field's path begins within the sample.</exception>
    PreparedSample Prepare(Sample sample);

    /// <summary>Forgets a track; one that is not known is no error.</summary>
    void Forget(uint trackId);
}
