using EmotionGrpc.Hosting;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>A piecewise linear function of something measured; outside its points it stays at the nearest.</summary>
internal sealed class WeightTable
{
    private readonly double[][] _points;

    private WeightTable(double[][] points) => _points = points;

    /// <summary>Checks the points.</summary>
    /// <param name="name">Where they stand, for errors.</param>
    /// <param name="points">Pairs of what is measured, ascending, and weight.</param>
    /// <exception cref="ConfigurationException">They are no table.</exception>
    public static WeightTable Create(string name, double[][] points)
    {
        if (points.Length == 0 || Array.Exists(points, p => p.Length != 2))
            throw new ConfigurationException($"{name} is no table; it must be one or more pairs of a measure and a weight.");
        if (Array.Exists(points, p => !(p[0] >= 0 && p[1] >= 0 && double.IsFinite(p[0]) && double.IsFinite(p[1]))))
            throw new ConfigurationException($"{name} has a measure or a weight below 0; allowed are finite numbers from 0.");
        for (var i = 1; i < points.Length; i++)
        {
            if (points[i][0] <= points[i - 1][0])
                throw new ConfigurationException(FormattableString.Invariant($"{name} has the measure {points[i][0]} after {points[i - 1][0]}; measures must ascend."));
        }

        return new WeightTable(points);
    }

    /// <summary>The weight at a measure.</summary>
    public double At(double measure)
    {
        var after = 0;
        while (after < _points.Length && !(_points[after][0] >= measure))
            after++;
        if (after == _points.Length)
            return _points[^1][1];
        if (after == 0)
            return _points[0][1];
        var (a, b) = (_points[after - 1], _points[after]);
        return a[1] + ((b[1] - a[1]) * (measure - a[0]) / (b[0] - a[0]));
    }
}
