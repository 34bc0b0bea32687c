using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Samples;

/// <summary>What is to be scored, or why there is nothing to score: exactly one of the two.</summary>
public sealed class PreparedSample
{
    private PreparedSample(float[]? input, Absence? absence)
    {
        Input = input;
        Absence = absence;
    }

    /// <summary>The model's input.</summary>
    public float[]? Input { get; }

    /// <summary>Why there is none.</summary>
    public Absence? Absence { get; }

    /// <summary>Something to score.</summary>
    public static PreparedSample Of(float[] input) => new(input, null);

    /// <summary>Nothing to score.</summary>
    public static PreparedSample Absent(AbsenceReason reason, string detail) => new(null, new Absence { Reason = reason, Detail = detail });
}
