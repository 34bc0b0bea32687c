namespace EmotionGrpc.Streams.Samples;

/// <summary>A sample cannot be used.</summary>
/// <param name="field">Path of the field, for instance "crop".</param>
/// <param name="message">What is wrong and what is allowed.</param>
public sealed class InvalidSampleException(string field, string message) : Exception(message)
{
    /// <summary>Path of the field.</summary>
    public string Field { get; } = field;
}
