using EmotionGrpc.Detection.Saved;

namespace EmotionGrpc.Detection.Tracking;

/// <summary>
/// Kalman filter of one quantity that moves with constant velocity. A box filter with diagonal noise, as in SORT and ByteTrack, falls into four of these exactly.
/// </summary>
internal struct LinearKalman(double value, double deviation, double velocityDeviation)
{
    private double _varianceValue = deviation * deviation;
    private double _covariance;
    private double _varianceVelocity = velocityDeviation * velocityDeviation;

    public double Value { get; private set; } = value;

    /// <summary>Per second.</summary>
    public double Velocity { get; private set; }

    public readonly double Deviation => Math.Sqrt(_varianceValue);

    public static LinearKalman Load(SavedFilter saved) => new(saved.Value, 0, 0)
    {
        Velocity = saved.Velocity,
        _varianceValue = saved.VarianceValue,
        _covariance = saved.Covariance,
        _varianceVelocity = saved.VarianceVelocity,
    };

    /// <summary>Moves on by some seconds.</summary>
    /// <param name="seconds">0 or more.</param>
    /// <param name="acceleration">Deviation of the velocity's change in a second.</param>
    public void Predict(double seconds, double acceleration)
    {
        Value += Velocity * seconds;
        // White noise acceleration, integrated over the step, so that two short steps equal a long one.
        var q = acceleration * acceleration;
        _varianceValue += (2 * _covariance * seconds) + (_varianceVelocity * seconds * seconds) + (q * seconds * seconds * seconds / 3);
        _covariance += (_varianceVelocity * seconds) + (q * seconds * seconds / 2);
        _varianceVelocity += q * seconds;
    }

    /// <summary>Takes a measurement in.</summary>
    public void Update(double measured, double deviation)
    {
        var innovation = _varianceValue + (deviation * deviation);
        var (gainValue, gainVelocity) = (_varianceValue / innovation, _covariance / innovation);
        var error = measured - Value;
        Value += gainValue * error;
        Velocity += gainVelocity * error;
        _varianceVelocity -= gainVelocity * _covariance;
        _covariance *= 1 - gainValue;
        _varianceValue *= 1 - gainValue;
    }

    public readonly SavedFilter Save() => new()
    {
        Value = Value,
        Velocity = Velocity,
        VarianceValue = _varianceValue,
        Covariance = _covariance,
        VarianceVelocity = _varianceVelocity,
    };
}
