using EmotionGrpc.Load.Scale.Points;

namespace EmotionGrpc.Load.Scale.Model;

/// <summary>The model beside the measurement at one point.</summary>
/// <param name="Measured">What was measured.</param>
/// <param name="FramesPerSecond">What the model says.</param>
/// <param name="ProcessorMilliseconds">What the model says.</param>
internal sealed record Prediction(ScaleMeasurement Measured, double FramesPerSecond, double ProcessorMilliseconds)
{
    /// <summary>A point whose frames a second are predicted worse than this is named.</summary>
    public const double Tolerance = 0.15;

    /// <summary>Of the predicted frames a second, relative to the measured.</summary>
    public double Error => (FramesPerSecond / Measured.FramesPerSecond) - 1;

    public static IReadOnlyList<Prediction> Of(CapacityModel model, ScaleRecord record) =>
        [.. record.Points.Select(p => model.Predict(p.Point, p.Faces) is var (rate, milliseconds) ? new Prediction(p, rate, milliseconds) : null!)];
}
