using System.Diagnostics;
using System.Globalization;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Fuzz.Running;

/// <summary>Memory of this process over a run: what stays, by a straight line through the last two thirds, and what an input took for a moment.</summary>
internal sealed class Growth
{
    private const double AllowedShare = 0.1;
    private const double AllowedBurst = 1024;

    private readonly List<double> _mebibytes = [];

    public void Sample()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // What the collector merely holds in reserve is no growth.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _mebibytes.Add(Environment.WorkingSet / 1048576.0);
    }

    /// <summary>Whether the memory grows by more than a tenth over the run, and by more than chance.</summary>
    public bool Grows => Fit() is var t && t.Slope > AllowedShare * t.Mean && t.Slope > 3 * t.Error;

    /// <summary>Whether an input took a gigabyte, were it for a moment: a few strangers with such inputs would take all there is.</summary>
    public bool Bursts => Peak() > _mebibytes.Max() + AllowedBurst;

    public override string ToString()
    {
        var trend = Fit();
        return string.Create(CultureInfo.InvariantCulture, $"memory {trend.Mean:0} MiB, {trend.Slope:+0;-0;0} ± {trend.Error:0} MiB over the run, at most {Peak():0} MiB at a moment");
    }

    private static double Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }

    private Trend Fit() => Trend.Of([.. _mebibytes.Skip(_mebibytes.Count / 3)], 1.0 / (_mebibytes.Count - 1));
}
