namespace EmotionGrpc.TestSupport;

/// <summary>A straight line through readings, by least squares.</summary>
/// <param name="Mean">Mean of the readings.</param>
/// <param name="Slope">Rise per unit of time.</param>
/// <param name="Error">Standard error of the slope, as if the readings' deviations from the line were independent.</param>
public readonly record struct Trend(double Mean, double Slope, double Error)
{
    /// <summary>Fits.</summary>
    /// <param name="readings">At least three, in equal steps of time.</param>
    /// <param name="step">The step.</param>
    public static Trend Of(IReadOnlyList<double> readings, double step)
    {
        if (readings.Count < 3)
            throw new ArgumentException($"There are {readings.Count} readings; a line with an error needs 3.", nameof(readings));
        var mean = readings.Average();
        var middle = step * (readings.Count - 1) / 2;
        double squares = 0, products = 0;
        for (var i = 0; i < readings.Count; i++)
        {
            var x = (step * i) - middle;
            squares += x * x;
            products += x * (readings[i] - mean);
        }

        var slope = products / squares;
        var residual = 0.0;
        for (var i = 0; i < readings.Count; i++)
        {
            var off = readings[i] - mean - (slope * ((step * i) - middle));
            residual += off * off;
        }

        return new Trend(mean, slope, Math.Sqrt(residual / (readings.Count - 2) / squares));
    }
}
