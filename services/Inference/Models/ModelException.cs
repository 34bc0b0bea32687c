namespace EmotionGrpc.Inference.Models;

/// <summary>A model cannot be used; the message says which, why, and what to do.</summary>
public sealed class ModelException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ModelException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public ModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
