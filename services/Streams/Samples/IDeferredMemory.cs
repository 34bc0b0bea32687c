using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Samples;

/// <summary>A memory that takes samples in without scoring them: that of inputs whose wish says deferred.</summary>
public interface IDeferredMemory : ISampleMemory
{
    /// <summary>Takes in a sample that nobody wants a score of.</summary>
    /// <exception cref="InvalidSampleException">The sample is not usable and has left no trace.</exception>
    void Remember(Sample sample);
}
