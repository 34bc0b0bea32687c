using System.Globalization;

namespace EmotionGrpc.Fuzz.Running;

/// <summary>Memory of the process over a run: a straight line by least squares through the last two thirds.</summary>
internal sealed class Growth
{
    private const double AllowedShare = 0.1;

    private readonly List<double> _mebibytes = [];

    public void Sample()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _mebibytes.Add(Environment.WorkingSet / 1048576.0);
    }

    /// <summary>Growth over the run in MiB with its standard error, and the mean.</summary>
    public (double Rise, double Error, double Mean) Fit()
    {
        var y = _mebibytes.Skip(_mebibytes.Count / 3).ToArray();
        var x = Enumerable.Range(0, y.Length).Select(i => (double)i / (_mebibytes.Count - 1)).ToArray();
        double mx = x.Average(), my = y.Average();
        var sxx = x.Sum(v => (v - mx) * (v - mx));
        var slope = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / sxx;
        var residual = x.Zip(y, (a, b) => b - my - (slope * (a - mx))).Sum(r => r * r);
        return (slope, Math.Sqrt(residual / (y.Length - 2) / sxx), my);
    }

    /// <summary>Whether the memory grows by more than a tenth over the run, and by more than chance.</summary>
    public bool Grows => Fit() is var (rise, error, mean) && rise > AllowedShare * mean && rise > 3 * error;

    public override string ToString()
    {
        var (rise, error, mean) = Fit();
        return string.Create(CultureInfo.InvariantCulture, $"memory {mean:0} MiB, {rise:+0;-0;0} ± {error:0} MiB over the run");
    }
}
