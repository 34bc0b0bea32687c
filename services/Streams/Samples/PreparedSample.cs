using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Samples;

/// <summary>What is to be scored, or why there is nothing to score: exactly one of the two.</summary>
public sealed class PreparedSample
{
    private PreparedSample(IReadOnlyList<float[]> inputs, TrackState? state, Absence? absence)
    {
        Inputs = inputs;
        State = state;
        Absence = absence;
    }

    /// <summary>
    /// The model's inputs, each in an array that may be longer; one, unless several samples of a stateful model are run one after the other. Rented from
    /// <see cref="System.Buffers.ArrayPool{T}.Shared"/>: the run gives them back.
    /// </summary>
    public IReadOnlyList<float[]> Inputs { get; }

    /// <summary>What a stateful model goes on from; null for all others.</summary>
    public TrackState? State { get; }

    /// <summary>Why there is nothing to score.</summary>
    public Absence? Absence { get; }

    /// <summary>Something to score.</summary>
    public static PreparedSample Of(float[] input) => new([input], null, null);

    /// <summary>Something to score from the state of its track.</summary>
    /// <param name="inputs">At least one, in order.</param>
    /// <param name="state">The track's.</param>
    public static PreparedSample Of(IReadOnlyList<float[]> inputs, TrackState state) => new(inputs, state, null);

    /// <summary>Nothing to score.</summary>
    public static PreparedSample Absent(AbsenceReason reason, string detail) => new([], null, new Absence { Reason = reason, Detail = detail });
}
